import type { Order } from '@siyu/core/orders'
import { useOrders } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Price } from '../pieces/price.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { OrderStatusTag } from './order-status-tag.tsx'

/** The member's orders, newest first. */
export function OrdersPage(): ReactElement {
  const { orders } = useWords()
  return (
    <Page title={orders.title} back>
      <MembersOnly hint={orders.signInHint}>
        <List />
      </MembersOnly>
    </Page>
  )
}

function List(): ReactElement {
  const { orders, cart, common } = useWords()
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useOrders()
  if (isPending) return <Skeleton rows={3} tall />
  if (data === undefined) return <Problem error={error} onRetry={() => void refetch()} />
  if (data.items.length === 0) {
    return (
      <Empty title={orders.empty} hint={orders.emptyHint}>
        <Link className="button button--leaf" to="/">
          {cart.browse}
        </Link>
      </Empty>
    )
  }
  return (
    <div className="stack">
      {data.items.map((order) => (
        <Row key={order.id} order={order} />
      ))}
      {hasNextPage && (
        <button type="button" className="button button--quiet button--wide" onClick={() => void fetchNextPage()}>
          {common.more}
        </button>
      )}
    </div>
  )
}

const shownPictures = 4

function Row({ order }: { readonly order: Order }): ReactElement {
  const { words, pick } = useLanguage()
  const moment = useMoment()
  const count = order.lines.reduce((sum, { line }) => sum + line.quantity, 0)
  const [first] = order.lines
  return (
    <Link className="panel order" to={`/orders/${order.id}`} data-testid="order-row">
      <span className="order__top">
        <span className="quiet">{moment(order.placedAt)}</span>
        <OrderStatusTag order={order} />
      </span>
      <span className="order__lines">
        {order.lines.slice(0, shownPictures).map(({ line }) => (
          <Illustration key={line.lineId} product={{ id: line.productId, title: line.title }} />
        ))}
        {order.lines.length === 1 && first !== undefined && (
          <span className="order__name">{pick(first.line.title)}</span>
        )}
      </span>
      <span className="order__sum">
        <span className="quiet">{words.orders.pieces(count)}</span>
        <Price minor={order.payableMinor} />
      </span>
    </Link>
  )
}

import { canMove, type Order } from '@siyu/core/orders'
import { useOrder } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link, useParams } from 'react-router'
import { freeCount } from '../aftersales/free-count.ts'
import { OrderCases } from '../aftersales/order-cases.tsx'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Price } from '../pieces/price.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { OrderActions } from './order-actions.tsx'
import { Details } from './order-details.tsx'
import { OrderStatusTag } from './order-status-tag.tsx'
import { OrderSums } from './order-sums.tsx'
import { Timeline } from './timeline.tsx'

/** One order: where it stands, what is in it, what it cost and what came back. */
export function OrderPage(): ReactElement {
  const { orders } = useWords()
  const { orderId = '' } = useParams()
  return (
    <Page title={orders.detail} back>
      <MembersOnly hint={orders.signInHint}>
        <Loaded orderId={orderId} />
      </MembersOnly>
    </Page>
  )
}

function Loaded({ orderId }: { readonly orderId: string }): ReactElement {
  const { orders, sales } = useWords()
  const moment = useMoment()
  const { data: order, error, refetch } = useOrder(orderId)
  if (order === undefined) {
    return error === null ? <Skeleton rows={4} tall /> : <Problem error={error} onRetry={() => void refetch()} />
  }
  return (
    <>
      <section className="panel order-top">
        <OrderStatusTag order={order} testId="order-status" />
        {(order.status === 'created' || order.status === 'deposited') && (
          <p>{orders.dueUntil(moment(order.paymentDueAt))}</p>
        )}
        {order.depositEnd != null && <p data-testid="deposit-end">{sales.presale[order.depositEnd]}</p>}
        <OrderActions order={order} />
      </section>
      <Timeline order={order} />
      <Details order={order} />
      <OrderCases orderId={order.id} />
      <Lines order={order} />
      <OrderSums order={order} />
      <p className="footnote">{orders.number(order.id)}</p>
    </>
  )
}

function Lines({ order }: { readonly order: Order }): ReactElement {
  const { words, pick } = useLanguage()
  return (
    <ul className="panel lines" aria-label={words.orders.goods}>
      {order.lines.map(({ line, refundedCount, shippedCount, claimedCount = 0 }) => (
        <li key={line.lineId} className="line line--flat">
          <Link className="line__picture" to={`/products/${line.productId}`} tabIndex={-1} aria-hidden="true">
            <Illustration product={{ id: line.productId, title: line.title }} />
          </Link>
          <div className="line__text">
            <p className="line__name">
              {line.giftOf !== null && <span className="tag tag--gift">{words.cart.gift}</span>} {pick(line.title)}
            </p>
            <p className="quiet">
              ×{line.quantity}
              {refundedCount > 0 && <span className="line__back">{words.orders.refundedCount(refundedCount)}</span>}
              {claimedCount > 0 && <span className="line__back">{words.aftersales.inCase(claimedCount)}</span>}
            </p>
            {canMove(order.status, 'refund') && freeCount({ line, refundedCount, shippedCount, claimedCount }) > 0 && (
              <Link
                className="line__ask"
                to={`/orders/${order.id}/aftersales/${line.lineId}`}
                data-testid={`ask-${line.lineId}`}
              >
                {words.aftersales.ask}
              </Link>
            )}
          </div>
          <Price minor={line.payableMinor} listMinor={line.listMinor} size="small" />
        </li>
      ))}
    </ul>
  )
}

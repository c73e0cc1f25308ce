import type { Order } from '@siyu/core/orders'
import { useOrder, usePoints } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link, useParams } from 'react-router'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Page } from '../pieces/page.tsx'
import { Price } from '../pieces/price.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'

/** Thanks, and where to go from here. */
export function PaidPage(): ReactElement {
  const { payment: words } = useWords()
  return (
    <Page title={words.paidTitle}>
      <MembersOnly hint={words.paidTitle}>
        <Thanks />
      </MembersOnly>
    </Page>
  )
}

function Thanks(): ReactElement {
  const { payment: words } = useWords()
  const { orderId = '' } = useParams()
  const { data: order } = useOrder(orderId)
  const { data: points } = usePoints()
  return (
    <section className="paid" data-testid="paid">
      <span className="paid__mark">
        <Icon name="check" />
      </span>
      <h2>{words.paid}</h2>
      {order !== undefined && <Price minor={paidOf(order)} size="large" testId="paid-amount" />}
      <p className="quiet">{words.thanks}</p>
      {points !== undefined && points.pendingCount > 0 && (
        <p className="paid__points">
          <Icon name="leaf" small />
          {words.pointsComing(points.pendingCount)}
        </p>
      )}
      <div className="paid__act">
        <Link className="button button--leaf" to={`/orders/${orderId}`} data-testid="view-order">
          {words.viewOrder}
        </Link>
        <Link className="button button--quiet" to="/">
          {words.goOn}
        </Link>
      </div>
    </section>
  )
}

/** What was paid just now: of an order that is paid in two parts, one of them. */
function paidOf({ status, payableMinor, deposit }: Order): number {
  const depositMinor = deposit?.depositMinor ?? 0
  return status === 'deposited' ? depositMinor : payableMinor - depositMinor
}

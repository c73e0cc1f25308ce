import { canMove, type Order } from '@siyu/core/orders'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { MoneyBar } from '../../ui/money-bar.tsx'
import { Fact } from '../../ui/page.tsx'
import { CallOff } from './call-off.tsx'
import { Charges } from './charges.tsx'
import { DepositFacts } from './deposit-facts.tsx'
import { Details } from './details.tsx'
import { RefundFacts } from './refund-facts.tsx'
import { RefundForm } from './refund-form.tsx'
import { Shipments } from './shipments.tsx'
import { isRefundable, OrderStatusTag } from './status.tsx'
import { orderWords } from './words.ts'

type OrderDrawerProps = { readonly order: Order; readonly onClose: () => void }

/** One order: what was sold, how each price came about, what came back, and the way to take more back. */
export function OrderDrawer({ order, onClose }: OrderDrawerProps): ReactElement {
  const say = useSay(orderWords)
  const [isRefunding, setIsRefunding] = useState(false)
  return (
    <Drawer
      title={
        <>
          {say('order')} <code>{shortId(order.id)}</code>
        </>
      }
      testId="order-drawer"
      onClose={onClose}
    >
      <OrderFacts order={order} />
      <OrderLines order={order} />
      <Charges order={order} />
      <Shipments order={order} />
      <Details orderId={order.id} />
      {order.refunds.length > 0 && <Refunds order={order} />}
      {canMove(order.status, 'cancel') && <CallOff order={order} />}
      {isRefunding ? (
        <RefundForm order={order} onClose={() => setIsRefunding(false)} />
      ) : (
        isRefundable(order) && (
          <button
            type="button"
            className="button primary"
            data-testid="refund-open"
            onClick={() => setIsRefunding(true)}
          >
            {say('refundOpen')}
          </button>
        )
      )}
    </Drawer>
  )
}

const moments = ['paidAt', 'shippedAt', 'receiptDueAt', 'receivedAt', 'completionDueAt', 'completedAt'] as const

function OrderFacts({ order }: { readonly order: Order }): ReactElement {
  const say = useSay(orderWords)
  const { money, count, dateTime } = useFormat()
  const { currency, payableMinor, refundedMinor, placedAt, paymentDueAt, status } = order
  const ended = status === 'completed' || status === 'refunded'
  return (
    <dl className="facts">
      <Fact label={say('status')}>
        <OrderStatusTag order={order} />
      </Fact>
      <Fact label={say('amount')}>{money(payableMinor, currency)}</Fact>
      <Fact label={say('refunded')}>
        <span data-testid="order-refunded">{money(refundedMinor, currency)}</span>
      </Fact>
      <Fact label={say('pointsSpent')}>{count(order.pointsCount)}</Fact>
      <Fact label={say('placed')}>{dateTime(placedAt)}</Fact>
      {(status === 'created' || status === 'deposited') && <Fact label={say('dueAt')}>{dateTime(paymentDueAt)}</Fact>}
      {order.deposit != null && <DepositFacts deposit={order.deposit} order={order} />}
      {moments.map((name) => {
        const at = order[name]
        return at === null || (ended && name.endsWith('DueAt')) ? null : (
          <Fact key={name} label={say(name)}>
            {dateTime(at)}
          </Fact>
        )
      })}
      <Fact label={say('member')}>
        <code title={order.memberId}>{shortId(order.memberId)}</code>
      </Fact>
      {order.couponIds.length > 0 && (
        <Fact label={say('coupon')}>
          {order.couponIds.map((couponId) => (
            <code key={couponId} title={couponId} className="stacked">
              {shortId(couponId)}
            </code>
          ))}
        </Fact>
      )}
    </dl>
  )
}

function OrderLines({ order }: { readonly order: Order }): ReactElement {
  const say = useSay(orderWords)
  const pick = usePick()
  const lines = order.lines.map(({ line }) => line)
  return (
    <section>
      <h3>{say('lines')}</h3>
      <ul className="order-lines">
        {order.lines.map(({ line, refundedCount, shippedCount }) => (
          <li key={line.lineId} data-testid="order-line">
            <p className="order-line-head">
              <span>
                {pick(line.title)} <span className="quiet-text">× {line.quantity}</span>
              </span>
              {line.giftOf !== null && <span className="tag">{say('gift')}</span>}
              {shippedCount > 0 && <span className="tag">{say('sentCount', { count: shippedCount })}</span>}
              {refundedCount > 0 && <span className="tag">{say('back', { count: refundedCount })}</span>}
            </p>
            <MoneyBar lines={[line]} currency={order.currency} testId={`money-map-${line.lineId}`} />
          </li>
        ))}
        {lines.length > 1 && (
          <li>
            <p className="order-line-head">
              <strong>{say('total')}</strong>
            </p>
            <MoneyBar lines={lines} currency={order.currency} testId="money-map-total" />
          </li>
        )}
      </ul>
    </section>
  )
}

function Refunds({ order }: { readonly order: Order }): ReactElement {
  const say = useSay(orderWords)
  const { dateTime } = useFormat()
  return (
    <section>
      <h3>{say('refunds')}</h3>
      {order.refunds.map((refund) => (
        <div key={refund.id} className="refund-record" data-testid="refund-record">
          <p className="quiet-text">
            {[dateTime(refund.at), refund.reason].filter((part) => part !== null).join(' · ')}
          </p>
          <RefundFacts refund={refund} currency={order.currency} />
        </div>
      ))}
    </section>
  )
}

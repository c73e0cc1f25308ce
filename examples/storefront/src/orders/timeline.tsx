import type { Order, Refund } from '@siyu/core/orders'
import { useFormatMoney } from '@siyu/react'
import type { ReactElement, ReactNode } from 'react'
import { useMoment, useWords } from '../language/language.tsx'

/** What happened to an order, in order. */
export function Timeline({ order }: { readonly order: Order }): ReactElement {
  const { orders } = useWords()
  const { placedAt, paidAt, completedAt, refunds, status } = order
  const isWaiting = status === 'created' || status === 'paid'
  return (
    <ol className="panel timeline" aria-label={orders.timeline}>
      <Step name={orders.placed} at={placedAt} />
      {status === 'cancelled' && <Step name={orders.statuses.cancelled} at={null} isDone />}
      {(paidAt !== null || status === 'created') && <Step name={orders.paid} at={paidAt} />}
      {refunds.filter(({ at }) => completedAt === null || at < completedAt).map(refundStep)}
      {(completedAt !== null || isWaiting) && <Step name={orders.completed} at={completedAt} />}
      {refunds.filter(({ at }) => completedAt !== null && at >= completedAt).map(refundStep)}
    </ol>
  )
}

type StepProps = {
  readonly name: string
  readonly at: number | null
  /** Done although nobody noted when. */
  readonly isDone?: boolean
  readonly testId?: string
  readonly children?: ReactNode
}

function Step({ name, at, isDone = at !== null, testId, children }: StepProps): ReactElement {
  const moment = useMoment()
  return (
    <li className={isDone ? 'step step--done' : 'step'} data-testid={testId}>
      <span className="step__name">{name}</span>
      {at !== null && <time dateTime={new Date(at).toISOString()}>{moment(at)}</time>}
      {children}
    </li>
  )
}

function refundStep(refund: Refund): ReactElement {
  return <RefundStep key={refund.id} refund={refund} />
}

/** What one refund gave back and took back, to the cent and the point. */
function RefundStep({ refund }: { readonly refund: Refund }): ReactElement {
  const { orders } = useWords()
  const money = useFormatMoney()
  const { shippingMinor, pointsReturnedCount, pointsClawedCount, growthCount } = refund
  const count = refund.lines.reduce((sum, { quantity }) => sum + quantity, 0)
  return (
    <Step name={orders.refund(count)} at={refund.at} testId="refund-row">
      <dl className="step__facts">
        <Fact name={orders.moneyBack} value={money(refund.paidMinor).text} testId="refund-money" />
        {shippingMinor > 0 && (
          <Fact name={orders.shippingBack} value={money(shippingMinor).text} testId="refund-shipping" />
        )}
        {pointsReturnedCount > 0 && (
          <Fact name={orders.pointsBack} value={`+${pointsReturnedCount}`} testId="refund-points-back" />
        )}
        {pointsClawedCount > 0 && (
          <Fact name={orders.pointsClawed} value={`−${pointsClawedCount}`} testId="refund-points-clawed" />
        )}
        {growthCount > 0 && <Fact name={orders.growthBack} value={`−${growthCount}`} testId="refund-growth" />}
        {refund.reason !== null && <Fact name={orders.reason} value={refund.reason} />}
      </dl>
    </Step>
  )
}

function Fact(props: { readonly name: string; readonly value: string; readonly testId?: string }): ReactElement {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd data-testid={props.testId}>{props.value}</dd>
    </div>
  )
}

import { type Order, type Refund, type TimelineStep, timelineOf } from '@siyu/core/orders'
import { useFormatMoney } from '@siyu/react'
import type { ReactElement, ReactNode } from 'react'
import { useMoment, useWords } from '../language/language.tsx'

/** What happened to an order, in order, and what is ahead. */
export function Timeline({ order }: { readonly order: Order }): ReactElement {
  const { orders } = useWords()
  return (
    <ol className="panel timeline" aria-label={orders.timeline}>
      {timelineOf(order).map((step) => (
        <OneStep key={keyOf(step)} step={step} />
      ))}
    </ol>
  )
}

function keyOf(step: TimelineStep): string {
  if (step.kind === 'shipment') return step.shipment.id
  return step.kind === 'refund' ? step.refund.id : step.kind
}

function OneStep({ step }: { readonly step: TimelineStep }): ReactElement {
  const { orders } = useWords()
  const moment = useMoment()
  switch (step.kind) {
    case 'refund':
      return <RefundStep refund={step.refund} />
    case 'shipment':
      return (
        <Step name={orders.shipment(step.shipment.carrier)} at={step.at} testId="shipment-row">
          <dl className="step__facts">
            <Fact name={orders.tracking} value={step.shipment.trackingNumber} testId="tracking-number" />
          </dl>
        </Step>
      )
    case 'cancelled':
      return <Step name={orders.statuses.cancelled} at={step.at} isDone />
    default: {
      const name = step.kind === 'shipped' ? orders.allSent : orders[step.kind]
      return (
        <Step name={name} at={step.at}>
          {step.dueAt !== null && step.kind !== 'paid' && step.kind !== 'deposited' && (
            <small>{orders.byItself(moment(step.dueAt))}</small>
          )}
        </Step>
      )
    }
  }
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

import { dueMinor, type Order } from '@siyu/core/orders'
import { type CheckoutResult, useErrorWords } from '@siyu/react'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Sheet } from '../pieces/sheet.tsx'

export type PaymentSheetProps = {
  readonly checkout: CheckoutResult
  readonly onPaid: (order: Order) => void
  /** The member closed the sheet; the order waits. */
  readonly onLeave: (order: Order) => void
}

/** The counter of the built-in test provider: no money moves. */
export function PaymentSheet({ checkout, onPaid, onLeave }: PaymentSheetProps): ReactElement {
  const { payment: words } = useWords()
  const { step, simulate, retry } = checkout
  const order = useOrderAtHand(checkout)
  const isOpen = order !== null && step !== 'paid'
  const [isBusy, setBusy] = useState(false)
  usePaid(step === 'paid' ? order : null, onPaid)
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true)
    await work()
    setBusy(false)
  }
  return (
    <Sheet isOpen={isOpen} title={words.title} testId="payment-sheet" onClose={() => order !== null && onLeave(order)}>
      <p className="payment__banner">{words.banner}</p>
      {order !== null && (
        <p className="payment__sum">
          <Price minor={dueMinor(order)} size="large" testId="payment-amount" />
          <span>{words.order(order.id.slice(-8).toUpperCase())}</span>
        </p>
      )}
      {step === 'failed' ? (
        <Failed error={checkout.error} isBusy={isBusy} onRetry={() => void run(retry)} />
      ) : (
        <div className="stack">
          <button
            type="button"
            className="button button--buy button--wide"
            data-testid="pay-succeed"
            disabled={isBusy || step !== 'paying'}
            onClick={() => void run(() => simulate('succeed'))}
          >
            {words.succeed}
          </button>
          <button
            type="button"
            className="button button--quiet button--wide"
            data-testid="pay-fail"
            disabled={isBusy || step !== 'paying'}
            onClick={() => void run(() => simulate('fail'))}
          >
            {words.fail}
          </button>
        </div>
      )}
    </Sheet>
  )
}

/** The order to be paid, also while paying it again is being set up. */
function useOrderAtHand(checkout: CheckoutResult): Order | null {
  const [last, setLast] = useState<Order | null>(null)
  if (checkout.step === 'submitting') return last
  const order = checkout.step === 'idle' ? null : checkout.order
  if (order !== last) setLast(order)
  return order
}

type FailedProps = { readonly error: unknown; readonly isBusy: boolean; readonly onRetry: () => void }

function Failed({ error, isBusy, onRetry }: FailedProps): ReactElement {
  const { payment: words } = useWords()
  const wordsFor = useErrorWords()
  return (
    <div className="stack">
      <p className="problem" role="alert" data-testid="payment-problem">
        {wordsFor(error)}
      </p>
      <button
        type="button"
        className="button button--buy button--wide"
        data-testid="pay-retry"
        disabled={isBusy}
        onClick={onRetry}
      >
        {words.retry}
      </button>
    </div>
  )
}

/** Tells once per order that it is paid. */
function usePaid(order: Order | null, onPaid: (order: Order) => void): void {
  const told = useRef<string | null>(null)
  useEffect(() => {
    if (order === null || told.current === order.id) return
    told.current = order.id
    onPaid(order)
  }, [order, onPaid])
}

import type { PaymentStatus } from '@siyu/core/payments'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { paymentWords } from './words.ts'

const colors: Readonly<Record<PaymentStatus, string>> = {
  ...{ pending: 'created', succeeded: 'completed', failed: 'cancelled', closed: 'cancelled' },
  ...{ held: 'refunded', refund_due: 'refunded' },
}

/** Where a payment stands. */
export function PaymentStatusTag({ status }: { readonly status: PaymentStatus }): ReactElement {
  const say = useSay(paymentWords)
  return (
    <span className="tag" data-status={colors[status]} data-testid="payment-status">
      {say(`status_${status}`)}
    </span>
  )
}

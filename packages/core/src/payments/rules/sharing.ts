import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { PaymentSharingEnded } from '../events.ts'
import type { Payment } from '../schema.ts'
import type { endSharing } from '../system.ts'

export type EndSharingFacts = {
  readonly payment: (Payment & { readonly memberId: string; readonly sharing: 'open' | 'ended' | null }) | undefined
}

/** Records, once, that the provider has set free what is left of a payment. */
export function endShared({ payment }: EndSharingFacts): Decision<PaymentSharingEnded, CodeOf<typeof endSharing>> {
  if (payment === undefined) return refuse('payment_missing')
  const { id: paymentId, orderId, memberId, sharing } = payment
  return sharing === 'open' ? accept({ type: 'payment_sharing_ended', paymentId, orderId, memberId }) : accept()
}

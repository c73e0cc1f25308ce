import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { CommissionCleared, CommissionHeld } from '../events.ts'
import type { clearCommission, holdCommission } from '../operators.ts'
import type { CommissionFacts } from './commission.ts'

export type HoldFacts = {
  readonly orderId: string
  readonly commission: CommissionFacts | undefined
  readonly reason: string
}

/** Holds commission back before it is released. Whoever holds it again changes nothing: the first reason stands. */
export function hold({
  orderId,
  commission,
  reason,
}: HoldFacts): Decision<CommissionHeld, CodeOf<typeof holdCommission>> {
  if (commission === undefined) return refuse('commission_missing')
  const { payeeId, level, state, heldAt } = commission
  if (state !== 'pending' && state !== 'frozen') return refuse('commission_settled', { state })
  return heldAt === null ? accept({ type: 'commission_held', orderId, payeeId, level, reason }) : accept()
}

export type ClearFacts = { readonly orderId: string; readonly commission: CommissionFacts | undefined }

/** Lets commission go that was held; what is due is released by the next sweep. */
export function clear({
  orderId,
  commission,
}: ClearFacts): Decision<CommissionCleared, CodeOf<typeof clearCommission>> {
  if (commission === undefined) return refuse('commission_missing')
  const { payeeId, level, heldAt } = commission
  return heldAt === null ? accept() : accept({ type: 'commission_cleared', orderId, payeeId, level })
}

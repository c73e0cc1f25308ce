import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { floorRatio } from '../../money/index.ts'
import {
  MAX_SHARES,
  type PayoutShare,
  type PayoutSplit,
  type ShareEvent,
  type ShareFacts,
  type ShareReturnDue,
} from '../shares.ts'
import type { NoteReturnInput, noteReturn, returnShare, splitPayout } from '../system.ts'
import type { Withdrawal } from '../withdrawals.ts'
import { payoutMinor } from './withdraw.ts'

/** A payment that commission of the payee may be paid out of. */
export type ShareSource = {
  readonly orderId: string
  readonly paymentId: string
  /** Available commission of the order, and what of it went out of its payments before. */
  readonly earnedMinor: number
  readonly usedMinor: number
  /** What the payment brought, what was asked back of it, and what of it went to payees. */
  readonly paidMinor: number
  readonly refundMinor: number
  readonly sharedMinor: number
}

export type SplitFacts = {
  readonly withdrawal: Withdrawal | undefined
  /** Those that were paid first in front. */
  readonly sources: readonly ShareSource[]
  /** The most of a payment that may go to payees, in basis points. */
  readonly maxBps: number
  readonly isReturnable: boolean
}

/**
 * Sets an approved withdrawal on its way: settles, once, which parts are paid out of the payments that earned them, of
 * an order no more than its commission, of a payment no more than may be shared and is left of it. None may be.
 */
export function split(facts: SplitFacts): Decision<PayoutSplit, CodeOf<typeof splitPayout>> {
  const { withdrawal, sources, maxBps, isReturnable } = facts
  if (withdrawal === undefined) return refuse('withdrawal_missing')
  const { id: withdrawalId, memberId, status } = withdrawal
  if (status !== 'approved') return refuse('withdrawal_not_paying', { status })
  const shares: PayoutShare[] = []
  let leftMinor = payoutMinor(withdrawal)
  for (const source of sources.slice(0, MAX_SHARES)) {
    const amountMinor = Math.min(leftMinor, roomOf(source, maxBps, shares))
    if (amountMinor <= 0) continue
    shares.push({ paymentId: source.paymentId, orderId: source.orderId, amountMinor })
    leftMinor -= amountMinor
  }
  return accept({ type: 'payout_split', memberId, withdrawalId, shares, isReturnable })
}

function roomOf(source: ShareSource, maxBps: number, before: readonly PayoutShare[]): number {
  const { orderId, earnedMinor, usedMinor, paidMinor, refundMinor, sharedMinor } = source
  const ofOrder = before.filter((share) => share.orderId === orderId)
  const takenMinor = ofOrder.reduce((sum, { amountMinor }) => sum + amountMinor, usedMinor)
  const allowedMinor = Math.min(floorRatio(paidMinor, maxBps, 10_000), paidMinor - refundMinor) - sharedMinor
  return Math.min(earnedMinor - takenMinor, allowedMinor)
}

export type ReturnShareFacts = {
  readonly share: ShareFacts | undefined
  /** What went out of the order's payments to the payee and is not earned any more. */
  readonly overMinor: number
}

/** Asks for what commission was taken back of, one return at a time. */
export function askBack({ share, overMinor }: ReturnShareFacts): Decision<ShareReturnDue, CodeOf<typeof returnShare>> {
  if (share === undefined) return refuse('share_missing')
  const { memberId, withdrawalId, paymentId, paidMinor, returnedMinor } = share
  if (share.returnMinor > 0) return accept()
  const amountMinor = Math.min(overMinor, (paidMinor ?? 0) - returnedMinor)
  if (!share.isReturnable || amountMinor <= 0) return refuse('share_return_not_due', { overMinor })
  return accept({ type: 'share_return_due', memberId, withdrawalId, paymentId, amountMinor })
}

export type NoteReturnFacts = { readonly share: ShareFacts | undefined; readonly outcome: NoteReturnInput['outcome'] }

/** What a provider says of a return. Said again, nothing happens. */
export function noteShareReturn({ share, outcome }: NoteReturnFacts): Decision<ShareEvent, CodeOf<typeof noteReturn>> {
  if (share === undefined) return refuse('share_missing')
  const { memberId, withdrawalId, paymentId, returnMinor: amountMinor } = share
  if (amountMinor === 0) return accept()
  const type = outcome === 'returned' ? 'share_returned' : 'share_return_failed'
  return accept({ type, memberId, withdrawalId, paymentId, amountMinor })
}

import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { termsRefusal } from '../../promotions/index.ts'
import type {
  CouponBatchCreated,
  CouponBatchVoided,
  CouponExpiring,
  CouponTemplateSaved,
  CouponVoided,
} from '../events.ts'
import type { CouponBatch, CouponTemplate } from '../operator-schema.ts'
import type { CreateBatchInput, createBatch, saveCouponTemplate, voidBatch, voidCoupon } from '../operators.ts'
import type { Coupon } from '../schema.ts'
import type { notifyCoupon } from '../system.ts'
import { wholeTemplate } from './terms.ts'

export type SaveTemplateFacts = {
  readonly template: CouponTemplate
  readonly issuedCount: number
  readonly spentMinor: number
  /** The template is there already. */
  readonly exists: boolean
  /** The template that has this public code now; null for none. */
  readonly codeOwnerId: string | null
}

/**
 * Make a template or replace it whole. What is in wallets cannot be un-issued and what orders took off cannot be
 * unspent, so the limits may not fall below them.
 */
export function saveTemplate(
  facts: SaveTemplateFacts,
): Decision<CouponTemplateSaved, CodeOf<typeof saveCouponTemplate>> {
  const { issuedCount, spentMinor, codeOwnerId } = facts
  const template = wholeTemplate(facts.template)
  const refusal = termsRefusal(template)
  if (refusal !== undefined) return { ok: false, refusal }
  if (isNeverValid(template)) return refuse('template_window_empty')
  const { totalLimit, budgetMinor } = template
  if (totalLimit !== null && totalLimit < issuedCount) return refuse('limit_below_issued', { issuedCount })
  if (budgetMinor !== null && budgetMinor < spentMinor) return refuse('budget_below_spent', { spentMinor })
  const isTaken = template.publicCode !== null && codeOwnerId !== null && codeOwnerId !== template.id
  if (isTaken) return refuse('code_taken', { templateId: codeOwnerId })
  return accept({ type: 'coupon_template_saved', template, created: !facts.exists })
}

/** Its coupons could never be claimed, or never be used. */
function isNeverValid({ claimFrom, claimUntil, validity }: CouponTemplate): boolean {
  if (claimUntil !== null && claimUntil <= claimFrom) return true
  return validity.kind === 'absolute' && validity.until <= validity.from
}

export type CreateBatchFacts = {
  readonly input: CreateBatchInput
  readonly hasTemplate: boolean
  readonly isTaken: boolean
  /** Chance, at least 160 bits of it, as text. */
  readonly seed: string
}

/** Make unique codes of a template. They follow from the seed. */
export function newBatch(facts: CreateBatchFacts): Decision<CouponBatchCreated, CodeOf<typeof createBatch>> {
  const { batchId, templateId, count, prefix = '' } = facts.input
  if (!facts.hasTemplate) return refuse('coupon_missing')
  if (facts.isTaken) return refuse('batch_exists')
  const { seed } = facts
  return accept({ type: 'coupon_batch_created', batchId, templateId, prefix: prefix.toUpperCase(), count, seed })
}

export type VoidBatchFacts = {
  readonly batch: Pick<CouponBatch, 'batchId' | 'voidedAt'> | undefined
}

/** Take back the codes of a batch that are still out. */
export function takeBackBatch({ batch }: VoidBatchFacts): Decision<CouponBatchVoided, CodeOf<typeof voidBatch>> {
  if (batch === undefined) return refuse('batch_missing')
  if (batch.voidedAt !== null) return refuse('batch_void')
  return accept({ type: 'coupon_batch_voided', batchId: batch.batchId })
}

export type VoidFacts = {
  /** A coupon of this member; undefined when there is none. */
  readonly coupon: Pick<Coupon, 'id' | 'status' | 'orderId'> | undefined
  readonly memberId: string
}

/** Take a coupon away, unless an order has it. */
export function takeAway({ coupon, memberId }: VoidFacts): Decision<CouponVoided, CodeOf<typeof voidCoupon>> {
  if (coupon === undefined) return refuse('coupon_missing')
  const { id: couponId, status, orderId } = coupon
  if (status === 'held' || status === 'redeemed') return refuse('coupon_used', { orderId })
  if (status === 'void') return refuse('coupon_void')
  return accept({ type: 'coupon_voided', memberId, couponId })
}

export type NotifyFacts = {
  readonly coupon: (Pick<Coupon, 'id' | 'status' | 'validUntil'> & { readonly noticeAt: number | null }) | undefined
  readonly memberId: string
  readonly now: number
}

/** Tell the holder of a coupon that its end is near, if it is time and the coupon can still be used. */
export function notify({ coupon, memberId, now }: NotifyFacts): Decision<CouponExpiring, CodeOf<typeof notifyCoupon>> {
  if (coupon === undefined) return refuse('coupon_missing')
  const { id: couponId, status, validUntil, noticeAt } = coupon
  const isDue = noticeAt !== null && noticeAt <= now && now < validUntil && status === 'issued'
  return isDue ? accept({ type: 'coupon_expiring', memberId, couponId, validUntil }) : refuse('notice_not_due')
}

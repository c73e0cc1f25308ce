import { accept, type CodeOf, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import {
  type CommissionCleared,
  type CommissionFacts,
  type CommissionHeld,
  type CommissionReversed,
  clear,
  hold,
  reverse,
} from '../../referrals/index.ts'
import type { appealReview } from '../contract.ts'
import type { CommissionAssessed, ReviewAppealed, ReviewDecided, RiskConfigured } from '../events.ts'
import type { RiskReason, RiskReasonCode, RiskSettings } from '../operator-schema.ts'
import type { DecideCaseInput, decideCase } from '../operators.ts'
import type { ReviewStage } from '../schema.ts'
import type { assessCommission } from '../system.ts'
import { classesOf, type RiskFacts, type RiskScore, scoreCommission, together } from './score.ts'

/** Where the review of a commission stands. */
export type Review = {
  readonly stage: ReviewStage
  readonly score: number
  readonly reasons: readonly RiskReason[]
  /** Null until it is held. */
  readonly appealUntil: number | null
  readonly appealedAt: number | null
}

export type AssessFacts = {
  readonly orderId: string
  readonly payeeId: string
  readonly commission: CommissionFacts | undefined
  /** What it was found before; undefined the first time. */
  readonly review: Review | undefined
  readonly facts: RiskFacts
  /** Reasons that a person cleared between these two before: nobody is held twice for the same. */
  readonly excused: readonly RiskReasonCode[]
  readonly settings: RiskSettings
  readonly now: number
}

/** Looks at a commission before it is released. What a person decided, or is to decide, a machine leaves alone. */
export function assess(
  given: AssessFacts,
): Decision<CommissionAssessed | CommissionHeld, CodeOf<typeof assessCommission>> {
  const { orderId, payeeId, commission, review, settings, now } = given
  if (commission === undefined) return refuse('commission_missing')
  const isOpen = commission.state === 'pending' || commission.state === 'frozen'
  if (!isOpen || (review !== undefined && review.stage !== 'passed')) return accept()
  const { score, reasons } = excuse(scoreCommission(given.facts, settings), given.excused)
  const isHeld = settings.isActive && score >= settings.holdScore
  if (review !== undefined && !isHeld && isSame(review.reasons, reasons)) return accept()
  const assessed: CommissionAssessed = {
    ...{ type: 'commission_assessed', orderId, payeeId, created: review === undefined },
    found: { buyerId: given.facts.buyerId, score, reasons },
    appealUntil: isHeld ? now + settings.appealDays * dayMs : null,
  }
  if (!isHeld) return accept<CommissionAssessed>(assessed)
  const held = hold({ orderId, commission, reason: classesOf(reasons)[0] ?? 'review' })
  return accept<CommissionAssessed | CommissionHeld>(assessed, ...(held.ok ? held.events : []))
}

function excuse(found: RiskScore, excused: readonly RiskReasonCode[]): RiskScore {
  const reasons = found.reasons.filter(({ code }) => !excused.includes(code))
  return reasons.length === found.reasons.length ? found : { score: together(reasons), reasons }
}

function isSame(left: readonly RiskReason[], right: readonly RiskReason[]): boolean {
  const textOf = (reasons: readonly RiskReason[]): string =>
    reasons.map(({ code, points }) => `${code} ${points}`).join()
  return textOf(left) === textOf(right)
}

export type AppealFacts = { readonly orderId: string; readonly payeeId: string; readonly review: Review | undefined }

/** One appeal for each held commission, until somebody has decided. */
export function appeal({
  orderId,
  payeeId,
  review,
}: AppealFacts): Decision<ReviewAppealed, CodeOf<typeof appealReview>> {
  if (review === undefined || review.stage === 'passed') return refuse('review_missing')
  if (review.stage !== 'held') return refuse('review_decided', { stage: review.stage })
  if (review.appealedAt !== null) return refuse('appeal_given', { appealedAt: review.appealedAt })
  return accept({ type: 'review_appealed', orderId, payeeId })
}

export type DecideFacts = {
  readonly orderId: string
  readonly payeeId: string
  readonly commission: CommissionFacts | undefined
  readonly review: Review | undefined
  readonly verdict: DecideCaseInput['verdict']
  /** The operator. Only a person decides. */
  readonly by: string
  readonly now: number
}

/** A person's decision. Nothing is taken away before there was time for an appeal, or it was given. */
export function decide(
  facts: DecideFacts,
): Decision<ReviewDecided | CommissionCleared | CommissionReversed, CodeOf<typeof decideCase>> {
  const { orderId, payeeId, commission, review, verdict, by, now } = facts
  if (review === undefined || review.stage === 'passed') return refuse('review_missing')
  if (review.stage !== 'held') return refuse('review_decided', { stage: review.stage })
  const { appealUntil, appealedAt } = review
  const isEarly = appealedAt === null && appealUntil !== null && now < appealUntil
  if (verdict === 'confirm' && isEarly) return refuse('appeal_open', { appealUntil })
  const stage = verdict === 'clear' ? 'cleared' : 'confirmed'
  const decided: ReviewDecided = { type: 'review_decided', orderId, payeeId, decision: { stage, by } }
  return accept<ReviewDecided | CommissionCleared | CommissionReversed>(
    decided,
    ...(stage === 'confirmed' ? takeBack(orderId, commission) : letGo(orderId, commission)),
  )
}

function letGo(orderId: string, commission: CommissionFacts | undefined): readonly CommissionCleared[] {
  const cleared = clear({ orderId, commission })
  return cleared.ok ? cleared.events : []
}

/** All that is left of a commission, as if nothing of the sale were kept. */
function takeBack(orderId: string, commission: CommissionFacts | undefined): readonly CommissionReversed[] {
  if (commission === undefined) return []
  const kept = commission.lines.map(({ lineId }) => ({ lineId, netMinor: 0 }))
  return reverse({ orderId, refundId: `review:${orderId}`, commissions: [commission], kept })
}

/** Replaces when commission is held. */
export function configure(settings: RiskSettings): RiskConfigured {
  return { type: 'risk_configured', settings }
}

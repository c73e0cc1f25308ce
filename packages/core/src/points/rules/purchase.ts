import { accept, type CodeOf, type Decision, MAX_AMOUNT, refuse } from '../../kernel/index.ts'
import { floorRatio } from '../../money/index.ts'
import type { EarnTerms } from '../earning.ts'
import type { PointsClawed, PointsEarned, PointsExtended, PointsHeld, PointsReturned, PointsSpent } from '../events.ts'
import type { PointsLot } from '../operator-schema.ts'
import type { earnPoints, PointsPurchase, redeemPoints, refundPoints } from '../operators.ts'
import type { LotTake, PointsSettings } from '../schema.ts'
import { claw } from './claw.ts'
import { extend } from './due.ts'
import { activeFrom, earn } from './earn.ts'
import { evaluate } from './evaluate.ts'
import type { Life } from './expiry.ts'
import type { EarnContext } from './holds.ts'
import { afterReturn, countOf, giveBack, redeemable, returnPart, spendable, takeLots } from './lots.ts'
import { earnFor } from './terms.ts'

/** The one line of a purchase of which only the sum is known. */
const LINE_ID = 'purchase'

/** The id under which a purchase made elsewhere stands beside orders. No order can have it. */
export function sourceOf(reference: string): string {
  return `ext/${reference}`
}

/** The reference of a purchase made elsewhere; null for an order. */
export function referenceOf(orderId: string | null): string | null {
  return orderId?.startsWith('ext/') === true ? orderId.slice(4) : null
}

/** What is known of a purchase made elsewhere. */
export type PurchaseFacts = {
  readonly memberId: string
  readonly reference: string
  readonly earning:
    | {
        readonly lotId: string
        readonly earnedCount: number
        readonly clawedCount: number
        readonly basisMinor: number
        readonly terms: EarnTerms | null
      }
    | undefined
  readonly spend: { readonly takes: readonly LotTake[]; readonly returnedCount: number } | undefined
  /** All of the member's lots that hold something, and those of this purchase; to earn, those that roll are enough. */
  readonly lots: readonly (PointsLot & { readonly expiredCount: number })[]
  readonly debtCount: number
  readonly settings: PointsSettings
  readonly life: Life
  readonly newId: (prefix: string) => string
  readonly now: number
}

/** A purchase as it stands, after these events. */
export function purchaseOf(
  { memberId, reference, earning, spend }: Pick<PurchaseFacts, 'memberId' | 'reference' | 'earning' | 'spend'>,
  events: readonly { readonly type: string }[],
): PointsPurchase {
  const before: PointsPurchase = {
    ...{ memberId, reference },
    earnedCount: earning?.earnedCount ?? 0,
    clawedCount: earning?.clawedCount ?? 0,
    spentCount: countOf(spend?.takes ?? []),
    returnedCount: spend?.returnedCount ?? 0,
  }
  return (events as readonly PurchaseEvent[]).reduce(step, before)
}

function step(purchase: PointsPurchase, event: PurchaseEvent): PointsPurchase {
  switch (event.type) {
    case 'points_earned':
      return { ...purchase, earnedCount: purchase.earnedCount + event.count }
    case 'points_spent':
      return { ...purchase, spentCount: purchase.spentCount + countOf(event.takes) }
    case 'points_returned':
      return { ...purchase, returnedCount: purchase.returnedCount + countOf(event.returns) }
    case 'points_clawed':
      return {
        ...purchase,
        clawedCount: purchase.clawedCount + countOf(event.takes) + event.debtCount + event.lostCount,
      }
    default:
      return purchase
  }
}

type PurchaseEvent = PointsEarned | PointsHeld | PointsSpent | PointsExtended | PointsReturned | PointsClawed

export type EarnPurchaseFacts = PurchaseFacts & {
  readonly hasMember: boolean
  readonly basisMinor: number
  readonly context: EarnContext
  readonly tierMultiplierBps: number
  /** What the member was credited on caps, by counter. */
  readonly used: ReadonlyMap<string, number>
}

/** Credits a purchase made elsewhere. It was paid and cannot be cancelled, so only a delay keeps its points pending. */
export function earnPurchase(
  facts: EarnPurchaseFacts,
): Decision<PointsEarned | PointsExtended, CodeOf<typeof earnPoints>> {
  const { memberId, earning, basisMinor, settings, life, now } = facts
  if (!facts.hasMember) return refuse('member_missing')
  if (earning?.basisMinor === basisMinor) return accept()
  if (earning !== undefined) return refuse('reference_used', { basisMinor: earning.basisMinor })
  const { terms } = earnFor({
    ...facts.context,
    program: settings.earn,
    lines: [lineOf(basisMinor)],
    shippingMinor: 0,
    tierMultiplierBps: facts.tierMultiplierBps,
  })
  const { after, delayDays } = settings.earn.activation
  const earned = earn({
    ...{ memberId, terms, life, now, isHeldByOrder: false, used: facts.used, debtCount: facts.debtCount },
    orderId: sourceOf(facts.reference),
    lotId: facts.newId('lot'),
    basis: basisOf(basisMinor),
    activeAt: activeFrom({ activation: { after, delayDays } }, after, now),
  })
  return accept<PointsEarned | PointsExtended>(...earned, ...extend({ memberId, lots: facts.lots, life, now }))
}

function lineOf(basisMinor: number): Parameters<typeof earnFor>[0]['lines'][number] {
  const amounts = { quantity: 1, listMinor: basisMinor, itemMinor: basisMinor, netMinor: basisMinor }
  const names = { lineId: LINE_ID, skuId: '', productId: '', categories: [], tags: [], attributes: {} }
  return { ...names, ...amounts }
}

function basisOf(netMinor: number): Parameters<typeof evaluate>[1] {
  const quantity = netMinor === 0 ? 0 : 1
  return { lines: [{ lineId: LINE_ID, netMinor, quantity }], shippingMinor: 0 }
}

export type RedeemPurchaseFacts = PurchaseFacts & {
  readonly hasMember: boolean
  /** An operator froze the account: nothing can be spent. */
  readonly isFrozen: boolean
  readonly count: number
  readonly payableMinor: number | undefined
}

/** Spends points on a purchase made elsewhere, within the program: whole steps, from the minimum, to the limit. */
export function redeemPurchase(
  facts: RedeemPurchaseFacts,
): Decision<PointsHeld | PointsSpent | PointsExtended, CodeOf<typeof redeemPoints>> {
  const { memberId, spend, count, lots, debtCount, life, now } = facts
  if (!facts.hasMember) return refuse('member_missing')
  if (spend !== undefined) {
    const spentCount = countOf(spend.takes)
    return spentCount === count ? accept() : refuse('reference_used', { spentCount })
  }
  if (facts.isFrozen) return refuse('points_frozen')
  const { redeemMinimumCount: minimumCount, redeemStepCount: stepCount } = facts.settings
  const maxCount = mostOf(facts)
  if (count > maxCount || count < minimumCount || count % stepCount !== 0)
    return refuse('points_not_redeemable', { minimumCount, stepCount, maxCount })
  const spendableCount = spendable(lots, debtCount, now)
  const takes = count > spendableCount ? undefined : takeLots(lots, count, now)
  if (takes === undefined) return refuse('points_insufficient', { spendableCount })
  const orderId = sourceOf(facts.reference)
  return accept<PointsHeld | PointsSpent | PointsExtended>(
    { type: 'points_held', memberId, orderId, takes },
    { type: 'points_spent', memberId, orderId, takes },
    ...extend({ memberId, lots, life, now }),
  )
}

/** The most points the program lets one purchase spend, whoever's they are. */
function mostOf({ payableMinor, settings }: RedeemPurchaseFacts): number {
  const { redeemCount, redeemMinor, redeemMaxBps } = settings
  const most = redeemMaxBps === 0 ? 0 : redeemable(MAX_AMOUNT, settings)
  if (payableMinor === undefined) return most
  return Math.min(most, floorRatio(payableMinor, redeemMaxBps * redeemCount, 10_000 * redeemMinor))
}

/** The money that points pay: ⌊count · redeemMinor / redeemCount⌋. */
export function redeemedMinor(
  count: number,
  { redeemCount, redeemMinor }: Pick<PointsSettings, 'redeemCount' | 'redeemMinor'>,
): number {
  return floorRatio(count, redeemMinor, redeemCount)
}

export type RefundPurchaseFacts = PurchaseFacts & {
  /** Totals after everything until now; undefined: as they stand. */
  readonly keptBasisMinor: number | undefined
  readonly returnedCount: number | undefined
}

/** Takes a purchase back as far as it is said: spent points return, then what is not kept is clawed. */
export function refundPurchase(
  facts: RefundPurchaseFacts,
): Decision<PointsReturned | PointsClawed, CodeOf<typeof refundPoints>> {
  const { earning, spend, keptBasisMinor = earning?.basisMinor ?? 0, returnedCount = spend?.returnedCount ?? 0 } = facts
  if (earning === undefined && spend === undefined) return refuse('reference_missing')
  const basisMinor = earning?.basisMinor ?? 0
  if (keptBasisMinor > basisMinor) return refuse('basis_exceeded', { basisMinor })
  const spentCount = countOf(spend?.takes ?? [])
  if (returnedCount > spentCount) return refuse('return_exceeded', { spentCount })
  const refundId = facts.newId('rfd')
  const returned = returnOf(facts, refundId, returnedCount)
  return accept<PointsReturned | PointsClawed>(...returned, ...clawOf(facts, refundId, returned, keptBasisMinor))
}

function returnOf(facts: RefundPurchaseFacts, refundId: string, totalCount: number): readonly PointsReturned[] {
  const { memberId, reference, spend, lots, settings, newId, now } = facts
  const beforeCount = spend?.returnedCount ?? 0
  if (totalCount <= beforeCount) return []
  const takes = returnPart(spend?.takes ?? [], beforeCount, totalCount - beforeCount)
  const returns = giveBack({ takes, lots, now, graceDays: settings.graceDays, newId })
  return [{ type: 'points_returned', memberId, orderId: sourceOf(reference), refundId, returns }]
}

function clawOf(
  facts: RefundPurchaseFacts,
  refundId: string,
  returned: readonly PointsReturned[],
  keptBasisMinor: number,
): readonly PointsClawed[] {
  const { memberId, reference, earning, lots, settings, debtCount, now } = facts
  if (earning === undefined || earning.terms === null || facts.keptBasisMinor === undefined) return []
  const { lotId: ownLotId, earnedCount, clawedCount } = earning
  return claw({
    ...{ memberId, orderId: sourceOf(reference), refundId, ownLotId, earnedCount, clawedCount, debtCount, now },
    lots: afterReturn(
      lots,
      returned.flatMap(({ returns }) => returns),
      now,
    ),
    keptCount: evaluate(earning.terms, basisOf(keptBasisMinor)).count,
    expiredCount: lots.find(({ id }) => id === ownLotId)?.expiredCount ?? 0,
    policy: settings.clawback,
  })
}

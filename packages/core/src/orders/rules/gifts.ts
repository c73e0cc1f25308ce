import { type ClaimCounts, type CouponClaimed, type CouponTemplate, issue } from '../../coupons/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { adjust, type Life, type PointsAdjusted } from '../../points/index.ts'
import {
  dayOf,
  type giveBirthdayGift,
  type Tier,
  type TierFacts,
  type TierGift,
  type TierGiftGranted,
  type TierMoveEvent,
  type TierSetByHand,
  walkTo,
  yearOf,
} from '../../tiers/index.ts'

/** What gifts of tiers are given from. */
export type GiftFacts = {
  /** The templates that gifts of the tiers name, counted for the member. */
  readonly templates: readonly (CouponTemplate & ClaimCounts)[]
  /** What the member was given before. */
  readonly granted: readonly Pick<TierGiftGranted, 'tierId' | 'kind' | 'period'>[]
  readonly debtCount: number
  readonly life: Life
  readonly newId: (prefix: string) => string
}

/** A member's growth and tier, and what the gifts of tiers are given from. */
export type GrowthFacts = { readonly tier: TierFacts; readonly gifts: GiftFacts }

export type GiftEvent = TierGiftGranted | CouponClaimed | PointsAdjusted

/** Upgrade gifts are given once for ever. */
const EVER = 'ever'

/**
 * What moved the tier, with the gift of the tier that was reached, once for ever: who falls and rises again gets no
 * second one. `before` are the events ahead of these, which may have changed the debt of points.
 */
export function withUpgradeGift<Event extends TierMoveEvent | TierSetByHand>(
  { tier: facts, gifts }: GrowthFacts,
  events: readonly Event[],
  before: readonly object[] = [],
): readonly (Event | GiftEvent)[] {
  const tiers = facts.settings.tiers
  const rankOf = (tierId: string): number => tiers.findIndex(({ id }) => id === tierId)
  const standing = events.flatMap((event) => (event.type === 'tier_standing_set' ? [event.standing] : [])).at(-1)
  if (standing === undefined) return events
  const rank = rankOf(standing.growthTierId)
  const reached = rank > rankOf(facts.standing.growthTierId) ? tiers[rank] : undefined
  if (reached === undefined) return events
  const debtCount = debtAfter(gifts.debtCount, before)
  return [...events, ...giveGift(facts, { ...gifts, debtCount }, reached, 'upgrade', EVER)]
}

/** The birthday gift of the tier a member stands in; one a year, also when the tier changes within it. */
export function birthdayGift(growth: GrowthFacts | undefined): Decision<GiftEvent, CodeOf<typeof giveBirthdayGift>> {
  if (growth === undefined) return refuse('member_missing')
  const { tier: facts, gifts } = growth
  const { tierId } = walkTo(facts).standing
  const tier = facts.settings.tiers.find(({ id }) => id === tierId)
  const year = String(yearOf(dayOf(facts.now, facts.offsetAt)))
  const events = tier === undefined ? [] : giveGift(facts, gifts, tier, 'birthday', year)
  return events.length === 0 ? refuse('birthday_gift_missing', { tierId, year }) : accept(...events)
}

/** A gift of a tier, unless there is none or the member had it. A coupon that cannot be given says why. */
export function giveGift(
  facts: Pick<TierFacts, 'memberId' | 'now'>,
  gifts: GiftFacts,
  tier: Tier,
  kind: 'upgrade' | 'birthday',
  period: string,
): readonly GiftEvent[] {
  const gift = kind === 'upgrade' ? tier.upgradeGift : tier.birthdayGift
  const isHad = gifts.granted.some(
    (each) => each.kind === kind && each.period === period && (kind === 'birthday' || each.tierId === tier.id),
  )
  if (gift == null || isHad) return []
  const coupon = couponOf(facts, gifts, gift)
  const couponId = coupon.events[0]?.coupon.id ?? null
  const { pointsCount } = gift
  const granted: TierGiftGranted = {
    type: 'tier_gift_granted',
    ...{ memberId: facts.memberId, tierId: tier.id, kind, period, couponId, pointsCount },
    withheld: coupon.withheld,
  }
  return [granted, ...coupon.events, ...pointsOf(facts, gifts, pointsCount, `tier_${kind}`)]
}

function couponOf(
  { memberId, now }: Pick<TierFacts, 'memberId' | 'now'>,
  { templates, newId }: GiftFacts,
  { couponTemplateId }: TierGift,
): { readonly events: readonly CouponClaimed[]; readonly withheld: string | null } {
  if (couponTemplateId === null) return { events: [], withheld: null }
  const template = templates.find(({ id }) => id === couponTemplateId)
  const none = { issuedCount: 0, spentMinor: 0, claimedByMemberCount: 0, claimedInPeriodCount: 0 }
  const facts = { template, counts: template ?? none, hasMember: true, memberId, couponId: newId('cou'), now }
  const decision = issue(facts)
  return decision.ok ? { events: decision.events, withheld: null } : { events: [], withheld: decision.refusal.code }
}

function pointsOf(
  { memberId, now }: Pick<TierFacts, 'memberId' | 'now'>,
  { debtCount, life, newId }: GiftFacts,
  deltaCount: number,
  reason: string,
): readonly PointsAdjusted[] {
  const terms = { memberId, hasMember: true, deltaCount, reason, lots: [], debtCount, life, now }
  const decision = adjust({ ...terms, lotId: newId('lot') })
  return decision.ok ? decision.events : []
}

/** The debt of points after events of the same command. */
function debtAfter(debtCount: number, events: readonly object[]): number {
  return events.reduce((debt: number, event) => {
    const { debtPaidCount = 0, debtCount: addedCount = 0 } = event as { debtPaidCount?: number; debtCount?: number }
    return debt - debtPaidCount + addedCount
  }, debtCount)
}

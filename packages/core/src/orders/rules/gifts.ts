import { type ClaimCounts, type CouponClaimed, type CouponTemplate, issue } from '../../coupons/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { hadPresent, isBirthdayMonth } from '../../members/index.ts'
import { adjust, businessDay, type Life, type PointsActivityCredited, type PointsAdjusted } from '../../points/index.ts'
import {
  type celebrateBirthday,
  type giveBirthdayGift,
  recordGrowth,
  type Tier,
  type TierFacts,
  type TierGift,
  type TierGiftGranted,
  type TierMoveEvent,
  type TierSetByHand,
  walkTo,
} from '../../tiers/index.ts'

/** A gift of a tier as it was given, and when. */
export type GivenGift = Pick<TierGiftGranted, 'tierId' | 'kind' | 'period'> & { readonly at: number }

/** What gifts of tiers are given from. */
export type GiftFacts = {
  /** The templates that gifts of the tiers name, counted for the member. */
  readonly templates: readonly (CouponTemplate & ClaimCounts)[]
  /** What the member was given before. */
  readonly granted: readonly GivenGift[]
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

/**
 * What an activity was credited with, the growth that the tiers give for it, and the gift of a tier that it reaches.
 * What the tiers were told of before under the same key gives no growth again.
 */
export function withActivityGrowth<Event extends { readonly type: string }>(
  growth: GrowthFacts | undefined,
  events: readonly Event[],
  countedKeys: readonly string[],
): readonly (Event | TierMoveEvent | GiftEvent)[] {
  const credited = events.find(({ type }) => type === 'points_activity_credited') as PointsActivityCredited | undefined
  if (growth === undefined || credited === undefined) return events
  const moved = recordGrowth(growth.tier, credited, countedKeys)
  return moved.ok ? [...events, ...withUpgradeGift(growth, moved.events, events)] : events
}

/** The birthday gift of the tier a member stands in; one for a birthday, also when the tier changes within the year. */
export function birthdayGift(growth: GrowthFacts | undefined): Decision<GiftEvent, CodeOf<typeof giveBirthdayGift>> {
  if (growth === undefined) return refuse('member_missing')
  const { tier: facts, gifts } = growth
  const { tierId } = walkTo(facts).standing
  const tier = facts.settings.tiers.find(({ id }) => id === tierId)
  const [today, ...days] = birthdayDays(growth)
  const period = today.slice(0, 4)
  const isHad = hadPresent({ today, lastDay: days.toSorted().at(-1) })
  const events = tier === undefined || isHad ? [] : giveGift(facts, gifts, tier, 'birthday', period)
  return events.length === 0 ? refuse('birthday_gift_missing', { tierId, year: period }) : accept(...events)
}

export type CelebrateFacts = {
  readonly growth: GrowthFacts | undefined
  /** The member's birthday, `02-29`; null when unknown. */
  readonly birthday: string | null
}

/** The same, in the month of the birthday. */
export function celebrate({ growth, birthday }: CelebrateFacts): Decision<GiftEvent, CodeOf<typeof celebrateBirthday>> {
  if (growth === undefined) return refuse('member_missing')
  const [today] = birthdayDays(growth)
  return isBirthdayMonth(birthday, today) ? birthdayGift(growth) : refuse('birthday_not_due')
}

/** Today, and the days that gifts of birthdays were given on, in the brand's zone. */
function birthdayDays({ tier: { offsetAt, now }, gifts }: GrowthFacts): readonly [string, ...string[]] {
  const dayAt = (at: number): string => businessDay({ now: at, zoneOffsetMinutes: offsetAt(at) })
  const given = gifts.granted.filter(({ kind }) => kind === 'birthday')
  return [dayAt(now), ...given.map(({ at }) => dayAt(at))]
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

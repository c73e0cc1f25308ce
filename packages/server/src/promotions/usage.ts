import {
  type MemberCounter,
  type PromotionCounter,
  type PromotionUnused,
  type PromotionUsageEvent,
  type PromotionUse,
  type PromotionUsed,
  possiblePeriodKeys,
  type SharedLimits,
} from '@siyu/core/promotions'
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { given, guarded, type Load, many } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { openAccount, post } from '../ledger/index.ts'
import { type PromotionTables, promotionSpecs } from './tables.ts'

const db = tablesOf<PromotionTables>()
const writer = writerOf<PromotionTables>(promotionSpecs)

/** Rows of one promotion that a read finds at most: its period in any zone. */
const KEYS_EACH = 6
const MAX_COUNTERS = 200 * KEYS_EACH
/** The most promotions that apply to one order. */
const MAX_USES = 500

/** The loads of {@link loadPromotionUsage}, to be spread among others. */
export type PromotionUsageLoads = {
  readonly promotionTotals: Load<readonly PromotionCounter[]>
  readonly promotionMembers: Load<readonly MemberCounter[]>
}

/**
 * What was used of the promotions that run now and have limits, by all members and by this one; null for a visitor.
 * The member's own counters are guarded: an order decided on them is decided again when another order came first.
 */
export function loadPromotionUsage(call: Call, memberId: string | null): PromotionUsageLoads {
  return {
    promotionTotals: loadTotals(call),
    promotionMembers: memberId === null ? given<readonly MemberCounter[]>([]) : loadMembers(call, memberId),
  }
}

/** The promotion of a counter runs now and has limits. */
function running({ now }: Call): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from promotions p where p.brand_id = c.brand_id and p.id = c.promotion_id
    and p.active and p.limits is not null and p.starts_at <= ${now} and (p.ends_at is null or p.ends_at > ${now}))`
}

/** A counter is of the period that runs now or the next, in whatever zone: the read does not know the brand's. */
function lately({ now }: Call): RawBuilder<boolean> {
  return sql<boolean>`c.period_key = any(${possiblePeriodKeys(now)}::text[])`
}

function loadTotals(call: Call): Load<readonly PromotionCounter[]> {
  return many(
    db
      .selectFrom('promotionCounters as c')
      .select(['promotionId', 'periodKey', 'usedCount', 'spentMinor', 'maxUses', 'budgetMinor'])
      .where('c.brandId', '=', call.brandId)
      .where(lately(call))
      .where(running(call))
      .limit(MAX_COUNTERS),
  )
}

function loadMembers(call: Call, memberId: string): Load<readonly MemberCounter[]> {
  const counters = db
    .selectFrom('promotionMemberCounters as c')
    .select(['memberId', 'promotionId', 'periodKey', 'usedCount', 'version'])
    .where('c.brandId', '=', call.brandId)
    .where('c.memberId', '=', memberId)
    .where(lately(call))
    .where(running(call))
    .limit(MAX_COUNTERS)
  return guarded(promotionSpecs.promotionMemberCounters, many(counters))
}

/** What was counted for all members of one promotion: in the period that runs now and the next, in whatever zone. */
export function loadPromotionCounters(call: Call, promotionId: string): Load<readonly PromotionCounter[]> {
  return many(
    db
      .selectFrom('promotionCounters as c')
      .select(['promotionId', 'periodKey', 'usedCount', 'spentMinor', 'maxUses', 'budgetMinor'])
      .where('c.brandId', '=', call.brandId)
      .where('c.promotionId', '=', promotionId)
      .where(lately(call))
      .limit(MAX_COUNTERS),
  )
}

/** What an order used of promotions with limits and has not given back. */
export function loadPromotionUses(
  call: Call,
  memberId: string | Expression<string>,
  orderId: string | Expression<string>,
): Load<readonly PromotionUse[]> {
  return many(
    db
      .selectFrom('promotionUses')
      .select(['promotionId', 'periodKey', 'minor', 'ofTotal', 'ofMember'])
      .where('brandId', '=', call.brandId)
      .where('memberId', '=', memberId)
      .where('orderId', '=', orderId)
      .where('returned', '=', false)
      .orderBy('promotionId')
      .limit(MAX_USES),
  )
}

/** Whose budget a counter of a promotion is, in SQL of a counter `c`. */
export const budgetOwner: RawBuilder<string> = sql<string>`concat(c.promotion_id, ':', c.period_key)`

type CounterKey = { readonly promotionId: string; readonly periodKey: string }

/** The account of {@link budgetOwner}. */
function budgetOf({ promotionId, periodKey }: CounterKey): string {
  return `${promotionId}:${periodKey}`
}

function newCounter(brandId: string, event: CounterKey, { maxUses, budgetMinor }: SharedLimits): readonly Write[] {
  const key = { brandId, promotionId: event.promotionId, periodKey: event.periodKey }
  return [
    writer.insert('promotionCounters', { ...key, maxUses, budgetMinor, usedCount: 0, spentMinor: 0 }),
    openAccount(brandId, 'budget', budgetOf(event)),
  ]
}

/** Uses of a promotion that count against what all members may use together. */
function count(event: PromotionUsed | PromotionUnused, as: Recorded, sign: 1 | -1): readonly Write[] {
  const { promotionId, periodKey, orderId } = event
  const amount = sign * event.minor
  const kind = sign === 1 ? 'use' : 'return'
  const key = { brandId: as.brandId, promotionId, periodKey }
  return [
    writer.change('promotionCounters', key, {}, { usedCount: sign, spentMinor: amount }),
    ...post({ book: 'budget', ownerId: budgetOf(event), kind, amount, reference: orderId }, as),
  ]
}

export const applyUsage: Apply<PromotionUsageEvent> = {
  promotion_limits_set: (event, { brandId }) => {
    const { promotionId, periodKey, maxUses, budgetMinor, created } = event
    if (created) return newCounter(brandId, event, { maxUses, budgetMinor })
    return [writer.change('promotionCounters', { brandId, promotionId, periodKey }, { maxUses, budgetMinor })]
  },
  promotion_used: (event, as) => {
    const { promotionId, memberId, orderId, minor, periodKey, total, member } = event
    const { brandId } = as
    const own = { brandId, promotionId, periodKey, memberId }
    const counted = { ofTotal: total !== null, ofMember: member !== null, returned: false }
    const writes: Write[] = [writer.insert('promotionUses', { ...own, orderId, minor, ...counted })]
    if (total?.created === true) writes.push(...newCounter(brandId, event, total))
    if (total !== null) writes.push(...count(event, as, 1))
    if (member?.created === true) writes.push(writer.insert('promotionMemberCounters', { ...own, usedCount: 1 }))
    else if (member !== null) writes.push(writer.change('promotionMemberCounters', own, {}, { usedCount: 1 }))
    return writes
  },
  promotion_unused: (event, as) => {
    const { promotionId, memberId, orderId, periodKey, ofTotal, ofMember } = event
    const { brandId } = as
    const own = { brandId, promotionId, periodKey, memberId }
    return [
      writer.change('promotionUses', { brandId, memberId, orderId, promotionId }, { returned: true }),
      ...(ofTotal ? count(event, as, -1) : []),
      ...(ofMember ? [writer.change('promotionMemberCounters', own, {}, { usedCount: -1 })] : []),
    ]
  },
}

import {
  type Promotion,
  type PromotionCounter,
  type PromotionEvent,
  possiblePeriodKeys,
  wholePromotion,
} from '@siyu/core/promotions'
import { sql } from 'kysely'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { writerOf } from '../kernel/write.ts'
import { type PromotionTables, promotionSpecs } from './tables.ts'
import { applyUsage } from './usage.ts'

const db = tablesOf<PromotionTables>()
const writer = writerOf<PromotionTables>(promotionSpecs)

/** The most promotions that run at once; those of the lowest priority beyond it do nothing. */
const MAX_RUNNING = 200

const TERMS = ['id', 'name', 'conditions', 'items', 'effect', 'stacking', 'funder'] as const
const RUNNING = ['priority', 'startsAt', 'endsAt', 'active', 'limits'] as const

/** The promotions that run now, whole, in the order they apply. */
export function loadRunningPromotions(call: Call): Load<readonly Promotion[]> {
  return many(
    db
      .selectFrom('promotions')
      .select([...TERMS, ...RUNNING])
      .where('brandId', '=', call.brandId)
      .where('active', '=', true)
      .where('startsAt', '<=', call.now)
      .where((eb) => eb.or([eb('endsAt', 'is', null), eb('endsAt', '>', call.now)]))
      .orderBy('priority', 'desc')
      .orderBy('id')
      .limit(MAX_RUNNING),
  )
}

/** A promotion with what was counted of it lately: its period is among these, whatever the brand's zone. */
export type CountedPromotion = Promotion & {
  readonly createdAt: number
  readonly counters: readonly PromotionCounter[]
}

/** All promotions, newest first. */
export function loadPromotions(
  call: Call,
  before: TimeCursor | null,
  limit: number,
): Load<readonly CountedPromotion[]> {
  const counters = sql<readonly PromotionCounter[]>`(select coalesce(json_agg(json_build_object(
      'promotionId', c.promotion_id, 'periodKey', c.period_key, 'usedCount', c.used_count, 'spentMinor', c.spent_minor,
      'maxUses', c.max_uses, 'budgetMinor', c.budget_minor)), '[]'::json)
    from promotion_counters c where c.brand_id = p.brand_id and c.promotion_id = p.id
      and c.period_key = any(${possiblePeriodKeys(call.now)}::text[]))`
  const all = db
    .selectFrom('promotions as p')
    .select([...TERMS, ...RUNNING, 'createdAt'])
    .select(counters.as('counters'))
    .where('p.brandId', '=', call.brandId)
  const page =
    before === null
      ? all
      : all.where((eb) =>
          eb.or([
            eb('p.createdAt', '<', before.at),
            eb.and([eb('p.createdAt', '=', before.at), eb('p.id', '<', before.id)]),
          ]),
        )
  return many(page.orderBy('p.createdAt', 'desc').orderBy('p.id', 'desc').limit(limit))
}

/** Whether a promotion is there. */
export function loadPromotionId(call: Call, promotionId: string): Load<{ readonly id: string } | undefined> {
  return one(db.selectFrom('promotions').select('id').where('brandId', '=', call.brandId).where('id', '=', promotionId))
}

export const applyPromotions: Apply<PromotionEvent> = {
  promotion_saved: ({ promotion, created }, { brandId, at }) => {
    // Events from before items, stacking and limits lack them.
    const { id, ...terms } = wholePromotion(promotion)
    if (created) return [writer.insert('promotions', { brandId, id, ...terms, createdAt: at })]
    return [writer.change('promotions', { brandId, id }, terms)]
  },
  ...applyUsage,
}

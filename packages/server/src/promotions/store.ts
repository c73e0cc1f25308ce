import type { Promotion, PromotionEvent } from '@siyu/core/promotions'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { writerOf } from '../kernel/write.ts'
import { type PromotionTables, promotionSpecs } from './tables.ts'

const db = tablesOf<PromotionTables>()
const writer = writerOf<PromotionTables>(promotionSpecs)

/** The most promotions that run at once; those of the lowest priority beyond it do nothing. */
const MAX_RUNNING = 200

/** The promotions that run now, in the order they apply. */
export function loadRunningPromotions(call: Call): Load<readonly Promotion[]> {
  return many(
    db
      .selectFrom('promotions')
      .select(['id', 'name', 'conditions', 'effect', 'priority', 'startsAt', 'endsAt', 'active', 'funder'])
      .where('brandId', '=', call.brandId)
      .where('active', '=', true)
      .where('startsAt', '<=', call.now)
      .where((eb) => eb.or([eb('endsAt', 'is', null), eb('endsAt', '>', call.now)]))
      .orderBy('priority', 'desc')
      .orderBy('id')
      .limit(MAX_RUNNING),
  )
}

/** Whether a promotion is there. */
export function loadPromotionId(call: Call, promotionId: string): Load<{ readonly id: string } | undefined> {
  return one(db.selectFrom('promotions').select('id').where('brandId', '=', call.brandId).where('id', '=', promotionId))
}

export const applyPromotions: Apply<PromotionEvent> = {
  promotion_saved: ({ promotion, created }, { brandId }) => {
    const { id, ...terms } = promotion
    if (created) return [writer.insert('promotions', { brandId, ...promotion })]
    return [writer.change('promotions', { brandId, id }, terms)]
  },
}

import {
  listAllPromotions,
  listPromotions,
  type PromotionRow,
  periodKey,
  publicPromotion,
  save,
  savePromotion,
  sharedLimits,
  type ZonedMoment,
} from '@siyu/core/promotions'
import { type BrandRow, loadBrand, zoneOffsetMinutes } from '../brands/index.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { type CountedPromotion, loadPromotionId, loadPromotions, loadRunningPromotions } from './store.ts'
import { loadPromotionCounters } from './usage.ts'

export const promotionRoutes: readonly Route[] = [
  query(listPromotions, {
    load: (call) => ({ items: loadRunningPromotions(call) }),
    reply: ({ items }) => answer({ items: items.map(publicPromotion) }),
  }),
  query(listAllPromotions, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      promotions: loadPromotions(call, readCursor(cursor), limit + 1),
      brand: loadBrand(call),
    }),
    reply: ({ promotions, brand }, { limit = DEFAULT_PAGE }, { now }) =>
      answer(
        pageFrom(
          promotions,
          limit,
          ({ createdAt, id }) => ({ at: createdAt, id }),
          (each) => promotionRow(each, zoned(brand, now)),
        ),
      ),
  }),
  command(savePromotion, {
    load: (call, { id }) => ({
      known: loadPromotionId(call, id),
      counters: loadPromotionCounters(call, id),
      brand: loadBrand(call),
    }),
    decide: ({ known, counters, brand }, promotion, { now }) =>
      save({ ...zoned(brand, now), promotion, exists: known !== undefined, counters }),
    reply: ([saved], _facts, promotion) => (saved?.type === 'promotion_saved' ? saved.promotion : promotion),
  }),
]

function zoned(brand: BrandRow | undefined, now: number): ZonedMoment {
  return { now, zoneOffsetMinutes: zoneOffsetMinutes((brand as BrandRow).timeZone, now) }
}

/** A promotion as operators see it; nothing is counted before the first use of a period. */
function promotionRow(
  { createdAt, counters, ...promotion }: CountedPromotion,
  { now, zoneOffsetMinutes: offset }: ZonedMoment,
): PromotionRow {
  if (sharedLimits(promotion.limits) === null) return { promotion, usage: null, createdAt }
  const key = periodKey(promotion.limits?.period ?? 'ever', now, offset)
  const counter = counters.find((each) => each.periodKey === key)
  const { usedCount = 0, spentMinor = 0 } = counter ?? {}
  return { promotion, usage: { periodKey: key, usedCount, spentMinor }, createdAt }
}

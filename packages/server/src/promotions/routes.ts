import { listPromotions, save, savePromotion } from '@siyu/core/promotions'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { loadPromotionId, loadRunningPromotions } from './store.ts'

export const promotionRoutes: readonly Route[] = [
  query(listPromotions, {
    load: (call) => ({ items: loadRunningPromotions(call) }),
    reply: ({ items }) => answer({ items }),
  }),
  command(savePromotion, {
    load: (call, { id }) => ({ known: loadPromotionId(call, id) }),
    decide: ({ known }, promotion) => save({ promotion, exists: known !== undefined }),
    reply: (_events, _facts, promotion) => promotion,
  }),
]

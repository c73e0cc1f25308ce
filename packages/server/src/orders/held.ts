import type { CancelFacts } from '@siyu/core/orders'
import type { PointsSettings } from '@siyu/core/points'
import type { Expression } from 'kysely'
import { loadSettings } from '../brands/index.ts'
import type { Call } from '../kernel/call.ts'
import type { Load, Loaded } from '../kernel/read.ts'
import { loadLots, loadPointsAccount, loadSpend } from '../points/index.ts'
import { loadPromotionUses } from '../promotions/index.ts'
import type { OrderRow } from './store.ts'

/** What an unpaid order holds. */
export type HeldLoads = {
  readonly account: ReturnType<typeof loadPointsAccount>
  readonly lots: ReturnType<typeof loadLots>
  readonly spend: ReturnType<typeof loadSpend>
  readonly promotionUses: ReturnType<typeof loadPromotionUses>
  readonly settings: Load<PointsSettings>
}

/** What an unpaid order holds, to be given back. */
export function loadHeld(call: Call, memberId: string | Expression<string>, orderId: string): HeldLoads {
  return {
    account: loadPointsAccount(call, memberId),
    lots: loadLots(call, memberId, orderId),
    spend: loadSpend(call, memberId, orderId),
    promotionUses: loadPromotionUses(call, memberId, orderId),
    settings: loadSettings<PointsSettings>(call, 'points'),
  }
}

/** The rows of it as the rules want them. */
export function heldSale({
  order,
  lots,
  promotionUses,
  spend,
  settings,
}: Loaded<HeldLoads> & { readonly order: OrderRow | undefined }): CancelFacts['sale'] {
  if (order === undefined) return undefined
  return { order, terms: order, lots, promotionUses, heldTakes: spend?.takes ?? [], graceDays: settings.graceDays }
}

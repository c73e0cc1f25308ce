import * as z from 'zod/mini'
import {
  Day,
  type Endpoint,
  Id,
  Label,
  MAX_PAGE,
  type Page,
  type PageInput,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import { KolShopState, type ShopDaysInput, type ShopRef } from './contract.ts'
import { KolShopRecord, KolShopStats, KolShopStatus } from './schema.ts'

export type ListKolShopsInput = PageInput & { readonly status?: KolShopStatus | undefined }
export const ListKolShopsInput: Schema<ListKolShopsInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  status: z.optional(KolShopStatus),
})

/** Shops of a status or of all, those that applied last in front. */
export const listKolShops: Endpoint<ListKolShopsInput, Page<KolShopRecord>> = {
  name: 'kolshops.list',
  method: 'GET',
  path: '/v1/admin/kol-shops',
  access: 'operator',
  input: ListKolShopsInput,
  output: pageOf(KolShopRecord),
  refusals: {},
}

export type MoveKolShopInput = ShopRef & {
  readonly move: 'approve' | 'reject' | 'suspend' | 'reopen'
  /** What the promoter is told; a no needs one. */
  readonly reason: string | null
}
export const MoveKolShopInput: Schema<MoveKolShopInput> = z.object({
  shopId: Id,
  move: z.enum(['approve', 'reject', 'suspend', 'reopen']),
  reason: z.nullable(Label),
})

/** Approve or reject an application; suspend a shop or open it again. */
export const moveKolShop: Endpoint<
  MoveKolShopInput,
  KolShopState,
  'shop_missing' | 'shop_move_illegal' | 'shop_reason_missing'
> = {
  name: 'kolshops.move',
  method: 'POST',
  path: '/v1/admin/kol-shops/:shopId/moves',
  access: 'operator',
  input: MoveKolShopInput,
  output: KolShopState,
  refusals: { shop_missing: 404, shop_move_illegal: 409, shop_reason_missing: 409 },
}

export type KolShopStatsInput = ShopRef & ShopDaysInput
export const KolShopStatsInput: Schema<KolShopStatsInput> = z.object({
  shopId: Id,
  from: Day,
  until: Day,
})

/** What a shop did, by day. */
export const kolShopStats: Endpoint<KolShopStatsInput, KolShopStats, 'shop_missing' | 'days_too_many'> = {
  name: 'kolshops.statsOf',
  method: 'GET',
  path: '/v1/admin/kol-shops/:shopId/statistics',
  access: 'operator',
  input: KolShopStatsInput,
  output: KolShopStats,
  refusals: { shop_missing: 404, days_too_many: 409 },
}

export type KolShopsAdminContract = {
  readonly list: typeof listKolShops
  readonly move: typeof moveKolShop
  readonly statsOf: typeof kolShopStats
}
export const kolShopsAdminContract: KolShopsAdminContract = {
  list: listKolShops,
  move: moveKolShop,
  statsOf: kolShopStats,
}

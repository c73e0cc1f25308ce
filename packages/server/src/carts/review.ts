import type { Address, Offer } from '@siyu/core/carts'
import { unitPriceMinor } from '@siyu/core/catalog'
import { available, type Shelf } from '@siyu/core/inventory'
import type { Words } from '@siyu/core/kernel'
import { pricesOfTier, type TierSettings } from '@siyu/core/tiers'
import { type RawBuilder, sql } from 'kysely'
import { isShown } from '../catalog/index.ts'
import { shelfOfSku } from '../inventory/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { type Load, many, one } from '../kernel/read.ts'
import { loadCallerTier, loadTierSettings, type MemberTierRow } from '../tiers/index.ts'

/** The most SKUs a cart holds, and so the most that are looked at at once. */
const MAX_SKUS = 200
/** How many of something are left that lies on no shelf: as many as a line may have. */
const UNCOUNTED = 1_000_000

/** What a SKU is offered at depends on this. */
export type OfferRow = Shelf & {
  readonly listMinor: number
  readonly floorMinor: number
  readonly memberPrices: readonly { readonly tierId: string; readonly priceMinor: number }[]
  readonly membership: object | null
  readonly isForSale: boolean
}

type OfferLoads = {
  readonly goods: Load<readonly OfferRow[]>
  readonly tier: Load<MemberTierRow | undefined>
  readonly tiers: Load<TierSettings>
}

/** What these SKUs, or those of the calling member's cart, are offered at. */
export function loadOffers(call: Call, skuIds: readonly string[] | 'cart'): OfferLoads {
  const wanted: RawBuilder<unknown> =
    skuIds === 'cart'
      ? sql`s.id in (select l ->> 'skuId' from carts c cross join jsonb_array_elements(c.lines) l
          where c.brand_id = ${call.brandId} and c.member_id = ${memberOf(call)})`
      : sql`s.id = any(${skuIds}::text[])`
  return {
    goods: many<OfferRow>(sql`select s.id as sku_id, s.list_minor, s.floor_minor, s.member_prices, s.membership,
        s.active and ${isShown(call.now)} as is_for_sale, t.on_hand_count, t.held_count, t.sold_count, t.slots
      from skus s join products p on p.brand_id = s.brand_id and p.id = s.product_id cross join ${shelfOfSku}
      where s.brand_id = ${call.brandId} and ${wanted} limit ${MAX_SKUS}`),
    tier: loadCallerTier(call),
    tiers: loadTierSettings(call),
  }
}

/** What was loaded for offers. */
export type OfferFacts = {
  readonly goods: readonly OfferRow[]
  readonly tier: MemberTierRow | undefined
  readonly tiers: TierSettings
}

/** What the SKUs are offered at to the caller, by id. */
export function offersOf({ goods, tier, tiers }: OfferFacts): ReadonlyMap<string, Offer> {
  const held = tiers.tiers.find(({ id }) => id === tier?.tierId)
  return new Map(
    goods.map((row) => {
      const memberPrices = pricesOfTier(row.memberPrices, held, row.listMinor)
      const priceMinor = unitPriceMinor({ ...row, memberPrices }, held?.id ?? null)
      const availableCount = row.membership === null ? Math.max(0, available(row)) : UNCOUNTED
      return [row.skuId, { skuId: row.skuId, isForSale: row.isForSale, priceMinor, availableCount }]
    }),
  )
}

/** The id of the note that stands with a member's cart. */
export const CART_NOTE_ID = 'cart'

/** What the member wrote for the next order. */
export function loadCartNote(call: Call): Load<{ readonly words: string } | undefined> {
  return one(sql<{ readonly words: string }>`select words from personal_notes
    where brand_id = ${call.brandId} and owner_id = ${memberOf(call)} and id = ${CART_NOTE_ID}`)
}

/** The names of all locations. */
export function loadLocationNames(call: Call): Load<ReadonlyMap<string, Words>> {
  return {
    query: sql`select id, name from locations where brand_id = ${call.brandId} order by id limit 100`,
    pick: (rows) => new Map(rows.map(({ id, name }) => [String(id), name as Words])),
  }
}

/** The member's address book, newest first. */
export function loadAddresses(call: Call): Load<readonly Address[]> {
  return many(sql<Address>`select id, name, phone, region, area, detail, postcode from addresses
    where brand_id = ${call.brandId} and member_id = ${memberOf(call)} order by saved_at desc, id desc limit 100`)
}

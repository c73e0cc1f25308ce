import { ageBandOf } from '@siyu/core/compliance'
import { toOffer } from '@siyu/core/coupons'
import { refuse } from '@siyu/core/kernel'
import {
  applyForShop,
  applyKolShop,
  editKolShop,
  editShop,
  getKolShop,
  type KolShop,
  type KolShopRecord,
  type KolShopState,
  kolShopStats,
  listKolShops,
  moveKolShop,
  moveShop,
  ownKolShop,
  ownKolShopPrices,
  ownKolShopStats,
  priceKolShop,
  priceShop,
  shopStats,
} from '@siyu/core/kolshops'
import type { Tier } from '@siyu/core/tiers'
import { loadBrand, zoneOffsetMinutes } from '../brands/index.ts'
import { type ShelfProduct, toKolShop } from '../catalog/index.ts'
import { noteChange } from '../compliance/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadCallerTier, loadTierSettings } from '../tiers/index.ts'
import {
  loadBirthDate,
  loadCoupon,
  loadKnownIds,
  loadPriceable,
  loadSelection,
  loadShop,
  loadShopDays,
  loadShopOf,
  loadShops,
  loadShownShop,
  pageWrites,
  type ShopRow,
} from './store.ts'

const visitorRoutes: readonly Route[] = [
  query(getKolShop, {
    load: (call, { shopId }) => ({
      shop: loadShownShop(call, shopId),
      products: loadSelection(call, shopId),
      tier: loadCallerTier(call),
      tiers: loadTierSettings(call),
    }),
    reply: ({ shop, products, tier, tiers }, _input, { now }) => {
      if (shop === undefined) return refuse('shop_missing')
      const held = tiers.tiers.find(({ id }) => id === tier?.tierId)
      return answer(shownShop(shop, products, held, now))
    },
  }),
]

const ownRoutes: readonly Route[] = [
  query(ownKolShop, {
    load: (call) => ({ shop: loadShopOf(call, memberOf(call)) }),
    reply: ({ shop }) => answer({ shop: shop === undefined ? null : recordOf(shop) }),
  }),
  command(applyKolShop, {
    load: (call) => ({
      brand: loadBrand(call),
      shop: loadShopOf(call, memberOf(call)),
      born: loadBirthDate(call, memberOf(call)),
    }),
    decide: ({ brand, shop, born }, _input, call) => {
      const offset = zoneOffsetMinutes(brand?.timeZone ?? 'UTC', call.now)
      const ageBand = ageBandOf(born?.birthday ?? null, call.now, offset)
      return applyForShop({ shop, memberId: memberOf(call), ageBand, shopId: call.newId('shp') })
    },
    reply: ([applied]): KolShopState => ({ shopId: applied?.shopId ?? '', status: 'applied' }),
    personal: (_events, { shop }, page, call) =>
      pageWrites(call, { memberId: memberOf(call), hasPage: shop?.hasPage ?? false }, page),
  }),
  command(editKolShop, {
    load: (call, { productIds, couponTemplateId }) => ({
      shop: loadShopOf(call, memberOf(call)),
      known: loadKnownIds(call, productIds),
      templates: loadCoupon(call, couponTemplateId),
    }),
    decide: ({ shop, known, templates: [template] }, { productIds, couponTemplateId }, { now }) =>
      editShop({
        ...{ shop, productIds, knownIds: known.map(({ id }) => id), couponTemplateId },
        hasCoupon: template !== undefined && toOffer(template, template, now) !== undefined,
      }),
    reply: (_events, { shop }) => stateOf(shop),
    personal: (_events, { shop }, page, call) =>
      pageWrites(call, { memberId: memberOf(call), hasPage: shop?.hasPage ?? false }, page),
  }),
  query(ownKolShopPrices, {
    load: (call) => ({ shop: loadShopOf(call, memberOf(call)), items: loadPriceable(call, memberOf(call)) }),
    reply: ({ shop, items }) => (shop === undefined ? refuse('shop_missing') : answer({ items })),
  }),
  command(priceKolShop, {
    load: (call) => ({ shop: loadShopOf(call, memberOf(call)), skus: loadPriceable(call, memberOf(call)) }),
    decide: (facts, { prices }) => priceShop({ ...facts, prices }),
    reply: (_events, { shop }) => stateOf(shop),
  }),
  query(ownKolShopStats, {
    load: (call, days) => ({
      shop: loadShopOf(call, memberOf(call)),
      days: loadShopDays(call, { memberId: memberOf(call) }, days),
    }),
    reply: ({ shop, days }, { from, until }) => shopStats({ isThere: shop !== undefined, from, until, days }),
  }),
]

const operatorRoutes: readonly Route[] = [
  query(listKolShops, {
    load: (call, { status, cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadShops(call, status, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(pageFrom(rows, limit, ({ appliedAt: at, id }) => ({ at, id }), recordOf)),
  }),
  command(moveKolShop, {
    load: (call, { shopId }) => ({ shop: loadShop(call, shopId) }),
    owner: (_call, { shopId }) => shopId,
    decide: ({ shop }, { move, reason }, { newId }) => moveShop({ shop, move, reason, linkId: newId('lnk') }),
    reply: ([moved], { shop }) =>
      moved?.type === 'kol_shop_moved' ? { shopId: moved.shopId, status: moved.to } : stateOf(shop),
    personal: (_events, { shop }, { reason }, call) => reasonWrites(call, shop, reason),
  }),
  query(kolShopStats, {
    load: (call, { shopId, ...days }) => ({
      shop: loadShop(call, shopId),
      days: loadShopDays(call, { shopId }, days),
    }),
    reply: ({ shop, days }, { from, until }) => shopStats({ isThere: shop !== undefined, from, until, days }),
  }),
]

export const kolShopRoutes: readonly Route[] = [...visitorRoutes, ...ownRoutes, ...operatorRoutes]

/** A shop in the order of its selection. */
function shownShop(shop: ShopRow, products: readonly ShelfProduct[], tier: Tier | undefined, now: number): KolShop {
  const { id, name, story, bannerUrl, code, productIds, couponTemplateId } = shop
  const byId = new Map(products.map((product) => [product.id, product]))
  const shown = productIds.flatMap((productId) => byId.get(productId) ?? [])
  return {
    ...{ id, name, story, bannerUrl, couponTemplateId, code: code ?? '' },
    products: shown.map((product) => toKolShop(product, tier, shop, now)),
  }
}

function recordOf({ hasPage: _, version: __, prices: ___, ...record }: ShopRow): KolShopRecord {
  return record
}

function stateOf(shop: ShopRow | undefined): KolShopState {
  if (shop === undefined) throw new Error('a shop was changed that is not there')
  return { shopId: shop.id, status: shop.status }
}

/** The last reason stands; a yes takes it away. */
function reasonWrites(call: Call, shop: ShopRow | undefined, reason: string | null) {
  if (shop === undefined) return []
  const before = shop.reason === null ? undefined : { words: shop.reason }
  return noteChange(call, before, { ownerId: shop.memberId, id: shop.id, kind: 'kol_shop', words: reason ?? '' })
}

import { type AgeBand, mayTakePart } from '../compliance/index.ts'
import { accept, type CodeOf, type Decision, dayMs, refuse } from '../kernel/index.ts'
import { type LinkClosed, type LinkCreated, type LinkReopened, referralCode } from '../referrals/index.ts'
import type { applyKolShop, editKolShop, priceKolShop } from './contract.ts'
import type { KolShopApplied, KolShopChanged, KolShopMoved, KolShopPriced } from './events.ts'
import type { kolShopStats, moveKolShop } from './operators.ts'
import {
  type KolShopDay,
  type KolShopStats,
  type KolShopStatus,
  MAX_SHOP_DAYS,
  type OwnPrice,
  type PriceableSku,
} from './schema.ts'

/** What can happen to a shop. */
export type KolShopCommand = 'apply' | 'edit' | 'approve' | 'reject' | 'suspend' | 'reopen' | 'leave'

const nowhere = {
  ...{ apply: null, edit: null, approve: null, reject: null, suspend: null, reopen: null, leave: null },
}
/** Where each command leads from each state; null for an illegal move. */
export const kolShopMoves: {
  readonly [From in KolShopStatus]: { readonly [Command in KolShopCommand]: KolShopStatus | null }
} = {
  applied: { ...nowhere, edit: 'applied', approve: 'open', reject: 'rejected', leave: 'closed' },
  open: { ...nowhere, edit: 'open', suspend: 'suspended', leave: 'closed' },
  rejected: { ...nowhere, apply: 'applied', edit: 'rejected', leave: 'closed' },
  suspended: { ...nowhere, reopen: 'open', leave: 'closed' },
  closed: nowhere,
}

/** A shop as its rules see it. */
export type KolShopFacts = {
  readonly id: string
  readonly memberId: string
  readonly status: KolShopStatus
  readonly code: string | null
}

export type ApplyKolShopFacts = {
  readonly shop: KolShopFacts | undefined
  readonly memberId: string
  readonly ageBand: AgeBand
  /** Fresh, for a first application. */
  readonly shopId: string
}

/** Asks for a shop. There is one for each member, and none for who may take no commission. */
export function applyForShop(facts: ApplyKolShopFacts): Decision<KolShopApplied, CodeOf<typeof applyKolShop>> {
  const { shop, memberId, ageBand } = facts
  if (shop !== undefined && kolShopMoves[shop.status].apply === null) return refuse('shop_exists', { shopId: shop.id })
  if (!mayTakePart(ageBand, 'commission')) return refuse('promoter_minor')
  const isFirst = shop === undefined
  return accept({ type: 'kol_shop_applied', shopId: shop?.id ?? facts.shopId, memberId, isFirst })
}

export type EditKolShopFacts = {
  readonly shop: KolShopFacts | undefined
  readonly productIds: readonly string[]
  /** Those of them that there are. */
  readonly knownIds: readonly string[]
  readonly couponTemplateId: string | null
  /** Everybody can claim such a coupon. */
  readonly hasCoupon: boolean
}

/** Changes the page and what the shop sells; a product stands in it once, where it is named first. */
export function editShop(facts: EditKolShopFacts): Decision<KolShopChanged, CodeOf<typeof editKolShop>> {
  const { shop, knownIds, couponTemplateId } = facts
  if (shop === undefined) return refuse('shop_missing')
  const { id: shopId, memberId, status } = shop
  if (kolShopMoves[status].edit === null) return refuse('shop_move_illegal', { status })
  const productIds = [...new Set(facts.productIds)]
  const missing = productIds.filter((productId) => !knownIds.includes(productId))
  if (missing.length > 0) return refuse('product_missing', { productIds: missing })
  if (couponTemplateId !== null && !facts.hasCoupon) return refuse('shop_coupon_missing', { couponTemplateId })
  return accept({ type: 'kol_shop_changed', shopId, memberId, productIds, couponTemplateId })
}

export type PriceKolShopFacts = {
  readonly shop: KolShopFacts | undefined
  readonly prices: readonly OwnPrice[]
  /** The SKUs of the shop's selection. */
  readonly skus: readonly Pick<PriceableSku, 'skuId' | 'listMinor' | 'floorMinor'>[]
}

/** A promoter says what SKUs cost in the shop, within what the brand leaves them; of two prices the last counts. */
export function priceShop({
  shop,
  prices,
  skus,
}: PriceKolShopFacts): Decision<KolShopPriced, CodeOf<typeof priceKolShop>> {
  if (shop === undefined) return refuse('shop_missing')
  const { id: shopId, memberId, status } = shop
  if (kolShopMoves[status].edit === null) return refuse('shop_move_illegal', { status })
  const wanted = new Map(prices.map(({ skuId, priceMinor }) => [skuId, priceMinor]))
  for (const [skuId, priceMinor] of wanted) {
    const sku = skus.find((each) => each.skuId === skuId)
    if (sku === undefined) return refuse('sku_missing', { skuId })
    const { listMinor, floorMinor } = sku
    if (floorMinor === null) return refuse('shop_price_fixed', { skuId })
    const isWithin = priceMinor >= floorMinor && priceMinor <= listMinor
    if (!isWithin) return refuse('shop_price_out_of_range', { skuId, floorMinor, listMinor })
  }
  const said = [...wanted].map(([skuId, priceMinor]) => ({ skuId, priceMinor }))
  return accept({ type: 'kol_shop_priced', shopId, memberId, prices: said })
}

export type MoveKolShopFacts = {
  readonly shop: KolShopFacts | undefined
  readonly move: 'approve' | 'reject' | 'suspend' | 'reopen'
  readonly reason: string | null
  /** Fresh; its end becomes the code of the shop's link when it opens for the first time. */
  readonly linkId: string
}

type MoveEvent = KolShopMoved | LinkCreated | LinkClosed | LinkReopened

/**
 * The brand decides about a shop. One that opens gets its link, which binds visitors to its promoter; while the shop is
 * suspended its link is closed.
 */
export function moveShop(facts: MoveKolShopFacts): Decision<MoveEvent, CodeOf<typeof moveKolShop>> {
  const { shop, move, reason } = facts
  if (shop === undefined) return refuse('shop_missing')
  const { id: shopId, memberId, status } = shop
  const to = kolShopMoves[status][move]
  if (to === null) return refuse('shop_move_illegal', { status })
  if (to !== 'open' && reason === null) return refuse('shop_reason_missing')
  const moved: KolShopMoved = { type: 'kol_shop_moved', shopId, memberId, to }
  if (to === 'open' && shop.code === null) return accept<MoveEvent>(...opening(moved, facts.linkId))
  return accept<MoveEvent>(moved, ...linkMove(to, shop.code))
}

/** A shop opens for the first time. */
function opening(moved: KolShopMoved, linkId: string): readonly MoveEvent[] {
  const code = referralCode('kol', linkId)
  const target = { kind: 'shop', id: moved.shopId } as const
  return [
    { ...moved, code },
    { type: 'link_created', code, kind: 'kol', label: null, ownerId: moved.memberId, target },
  ]
}

/** What becomes of the link of a shop that was open before; it is open when the shop is. */
function linkMove(to: KolShopStatus, code: string | null): readonly MoveEvent[] {
  if (code === null) return []
  return [{ type: to === 'open' ? 'link_reopened' : 'link_closed', code }]
}

/** What becomes of the shop of a promoter who leaves. */
export function leaveShop(shop: KolShopFacts | undefined): readonly KolShopMoved[] {
  const to = shop === undefined ? null : kolShopMoves[shop.status].leave
  return shop === undefined || to === null
    ? []
    : [{ type: 'kol_shop_moved', shopId: shop.id, memberId: shop.memberId, to }]
}

export type ShopStatsFacts = {
  readonly isThere: boolean
  readonly from: string
  readonly until: string
  readonly days: readonly KolShopDay[]
}

/** Days of a shop with their sum. */
export function shopStats(facts: ShopStatsFacts): Decision<KolShopStats, CodeOf<typeof kolShopStats>> {
  const { from, until, days } = facts
  if (!facts.isThere) return refuse('shop_missing')
  const dayCount = (Date.parse(until) - Date.parse(from)) / dayMs + 1
  if (dayCount > MAX_SHOP_DAYS) return refuse('days_too_many', { maxDays: MAX_SHOP_DAYS })
  const sum = (of: 'visitCount' | 'orderCount' | 'netSalesMinor' | 'commissionMinor'): number =>
    days.reduce((total, day) => total + day[of], 0)
  const total = {
    ...{ visitCount: sum('visitCount'), orderCount: sum('orderCount') },
    ...{ netSalesMinor: sum('netSalesMinor'), commissionMinor: sum('commissionMinor') },
  }
  return accept({ days, total })
}

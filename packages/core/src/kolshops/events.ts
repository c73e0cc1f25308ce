import type { KolShopSelection, KolShopStatus, OwnPrice } from './schema.ts'

type OfShop = { readonly shopId: string; readonly memberId: string }

/** A member asked for a shop, for the first time or again. */
export type KolShopApplied = OfShop & { readonly type: 'kol_shop_applied'; readonly isFirst: boolean }

/** The promoter changed the page or what it sells; what the page says stands beside the journal. */
export type KolShopChanged = OfShop & KolShopSelection & { readonly type: 'kol_shop_changed' }

/** The promoter said what SKUs cost in the shop, in place of what was said before. */
export type KolShopPriced = OfShop & { readonly type: 'kol_shop_priced'; readonly prices: readonly OwnPrice[] }

/** The brand decided, or its promoter left. */
export type KolShopMoved = OfShop & {
  readonly type: 'kol_shop_moved'
  readonly to: KolShopStatus
  /** The code of the link it gets when it opens for the first time; absent else. */
  readonly code?: string | undefined
}

export type KolShopEvent = KolShopApplied | KolShopChanged | KolShopPriced | KolShopMoved

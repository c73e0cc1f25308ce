import type {
  AcceptGiftInput,
  ClaimCouponInput,
  Coupon,
  CouponGift,
  CouponIdInput,
  CouponList,
  OfferList,
  RedeemCodeInput,
} from '@siyu/core/coupons'
import type { SiyuError } from '@siyu/core/kernel'
import type { Explanation, Quote, Reason } from '@siyu/core/pricing'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type SiyuContextValue, useSiyuContext } from './provider.tsx'
import { usePublicRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { prices } from './shop.ts'
import { useWrite } from './writes.ts'

/** What a quote says of one coupon. */
export type QuotedCoupon = Pick<Explanation, 'reason' | 'missingMinor' | 'missingCount'> & {
  /** It lowers this basket. */
  readonly isApplied: boolean
  /** It lowers this basket, or would if it were chosen, at most instead of one that does. */
  readonly usable: boolean
  /** What it took off; 0 when it did not apply. */
  readonly savedMinor: number
}

/** A coupon of the wallet, with what the quote says of it; null where it says nothing. */
export type WalletCoupon = Coupon & { readonly quoted: QuotedCoupon | null }

export type Wallet = { readonly items: readonly WalletCoupon[] }

/** The coupons in the member's wallet, usable ones first, each with what `quote` says of it: usable, or why not. */
export function useCoupons(quote?: Pick<Quote, 'explain'>): SiyuQueryResult<Wallet> {
  const { queries, queryClient, session } = useSiyuContext()
  const select = useCallback((wallet: CouponList) => quotedWallet(wallet, quote), [quote])
  const enabled = session.status === 'member'
  return useQuery<CouponList, SiyuError, Wallet>({ ...queries.coupons(), enabled, select }, queryClient)
}

function quotedWallet({ items }: CouponList, quote: Pick<Quote, 'explain'> | undefined): Wallet {
  const said = quote?.explain.filter(({ source }) => source === 'coupon') ?? []
  const byId = new Map(said.map((each) => [each.ruleId, each]))
  return { items: items.map((coupon) => ({ ...coupon, quoted: quotedCoupon(byId.get(coupon.id)) })) }
}

/** What stands in the way of these is the choice of other coupons, nothing else. */
const choiceReasons: readonly (Reason | null)[] = [null, 'not_chosen', 'excluded']

function quotedCoupon(said: Explanation | undefined): QuotedCoupon | null {
  if (said === undefined) return null
  const { reason, missingMinor, missingCount, minor } = said
  const usable = choiceReasons.includes(reason)
  return { reason, missingMinor, missingCount, isApplied: reason === null, usable, savedMinor: minor }
}

/** The coupon centre 领券中心: what can be claimed, and what no longer can. */
export function useCouponCentre(): SiyuQueryResult<OfferList> {
  return usePublicRead((queries) => queries.offers())
}

/** Takes a coupon into the wallet. The centre shows it as claimed at once, and takes that back when refused. */
export function useClaimCoupon(): SiyuMutationResult<ClaimCouponInput, Coupon> {
  return useWrite({
    name: 'coupons.claim',
    call: (client, input, options) => client.coupons.claim(input, options),
    preview: showClaimed,
    settled: addToWallet,
  })
}

/** Takes a coupon with a code 兑换码: a unique one, or one that everybody may know. */
export function useRedeemCode(): SiyuMutationResult<RedeemCodeInput, Coupon> {
  return useWrite({
    name: 'coupons.redeemCode',
    call: (client, input, options) => client.coupons.redeemCode(input, options),
    settled: addToWallet,
  })
}

/** Gives a coupon to whoever brings the code of the answer 转赠. It cannot be used meanwhile. */
export function useGiveCoupon(): SiyuMutationResult<CouponIdInput, CouponGift> {
  return useWrite({
    name: 'coupons.give',
    call: (client, input, options) => client.coupons.give(input, options),
    settled: (shop, { couponId, giftedUntil }) => changeWallet(shop, couponId, { giftedUntil }),
  })
}

/** Takes a gift back before anybody came for it. */
export function useWithdrawGift(): SiyuMutationResult<CouponIdInput, Coupon> {
  return useWrite({
    name: 'coupons.withdrawGift',
    call: (client, input, options) => client.coupons.withdrawGift(input, options),
    settled: (shop, coupon) => changeWallet(shop, coupon.id, coupon),
  })
}

/** Takes a coupon that another member gave. */
export function useAcceptCoupon(): SiyuMutationResult<AcceptGiftInput, Coupon> {
  return useWrite({
    name: 'coupons.accept',
    call: (client, input, options) => client.coupons.accept(input, options),
    settled: addToWallet,
  })
}

function addToWallet(shop: SiyuContextValue, coupon: Coupon): void {
  showWallet(shop, (items) => [coupon, ...items.filter(({ id }) => id !== coupon.id)])
}

function changeWallet(shop: SiyuContextValue, couponId: string, changed: Partial<Coupon>): void {
  showWallet(shop, (items) => items.map((each) => (each.id === couponId ? { ...each, ...changed } : each)))
}

/** A wallet that is another is another best combination: prices are asked again. */
function showWallet(shop: SiyuContextValue, change: (items: readonly Coupon[]) => readonly Coupon[]): void {
  const { queries, queryClient, refresh } = shop
  queryClient.setQueryData<CouponList>(
    queries.coupons().queryKey,
    (wallet) => wallet && { items: change(wallet.items) },
  )
  refresh('coupons', 'offers', ...prices)
}

function showClaimed(shop: SiyuContextValue, { templateId }: ClaimCouponInput): () => void {
  const { queries, queryClient, refresh } = shop
  const key = queries.offers().queryKey
  void queryClient.cancelQueries({ queryKey: key })
  const before = queryClient.getQueryData<OfferList>(key)
  queryClient.setQueryData<OfferList>(key, (offers) => offers && markClaimed(offers, templateId))
  return () => {
    queryClient.setQueryData(key, before)
    refresh('offers')
  }
}

function markClaimed({ items }: OfferList, templateId: string): OfferList {
  const claimed = (leftCount: number | null): number | null => leftCount && leftCount - 1
  return {
    items: items.map((offer) =>
      offer.templateId === templateId ? { ...offer, state: 'claimed', leftCount: claimed(offer.leftCount) } : offer,
    ),
  }
}

import type { ClaimCouponInput, Coupon, CouponList, OfferList } from '@siyu/core/coupons'
import type { SiyuContextValue } from './provider.tsx'
import { useMemberRead, usePublicRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** The coupons in the member's wallet, usable ones first. */
export function useCoupons(): SiyuQueryResult<CouponList> {
  return useMemberRead((queries) => queries.coupons())
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
    settled(shop, coupon) {
      const key = shop.queries.coupons().queryKey
      shop.queryClient.setQueryData<CouponList>(key, (wallet) => wallet && { items: [coupon, ...wallet.items] })
      shop.refresh('coupons', 'offers')
    },
  })
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

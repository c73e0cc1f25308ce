import type { Tier, TierGift } from '@siyu/core/tiers'
import { useCallback } from 'react'
import { useLanguage } from '../language/language.tsx'
import type { ShopWords } from '../language/zh.ts'

/** A function that says what a tier brings 权益, one benefit each. */
export function useBenefits(): (tier: Tier) => readonly string[] {
  const { words, pick } = useLanguage()
  return useCallback(
    (tier) => {
      const { tier: say } = words.club
      const { pointsMultiplierBps, priceBps, freeShipping, upgradeGift, birthdayGift, earlyAccessDays, service } = tier
      const said = [
        words.member.multiplier(pointsMultiplierBps / 10_000),
        priceBps != null && say.price(priceBps),
        freeShipping === true && say.freeShipping,
        upgradeGift != null && say.upgradeGift(giftIn(upgradeGift, say)),
        birthdayGift != null && say.birthdayGift(giftIn(birthdayGift, say)),
        earlyAccessDays != null && say.earlyAccess(earlyAccessDays),
        service != null && pick(service),
      ]
      return said.filter((each) => each !== false)
    },
    [words, pick],
  )
}

function giftIn({ couponTemplateId, pointsCount }: TierGift, say: ShopWords['club']['tier']): string {
  if (couponTemplateId === null) return say.giftPoints(pointsCount)
  return pointsCount === 0 ? say.giftCoupon : say.giftBoth(pointsCount)
}

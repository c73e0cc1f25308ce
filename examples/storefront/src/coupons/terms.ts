import type { Coupon } from '@siyu/core/coupons'
import { type FormatMoney, useFormatMoney } from '@siyu/react'
import { useCallback } from 'react'
import { useWords } from '../language/language.tsx'
import type { ShopWords } from '../language/zh.ts'

export type Terms = Pick<Coupon, 'effect' | 'conditions'>

/** What a coupon or a promotion says on its face. */
export type TermsText = {
  /** `¥15` or `9折`. */
  readonly value: string
  /** `满¥100可用`. */
  readonly condition: string
}

/** A function that puts the terms of coupons and promotions into words. */
export function useTerms(): (terms: Terms) => TermsText {
  const words = useWords()
  const money = useFormatMoney()
  return useCallback(
    (terms) => ({ value: effectText(terms, words, money), condition: conditionText(terms, words, money) }),
    [words, money],
  )
}

function effectText({ effect }: Terms, { coupons }: ShopWords, money: FormatMoney): string {
  return effect.kind === 'amount_off' ? short(money(effect.minor).text) : coupons.percentOff(effect.bps)
}

function conditionText({ effect, conditions }: Terms, { coupons }: ShopWords, money: FormatMoney): string {
  const parts = conditions.map((condition) => {
    if (condition.kind === 'subtotal_at_least') return coupons.from(short(money(condition.minor).text))
    return condition.kind === 'tier_in' ? coupons.someTiers : coupons.someProducts
  })
  const cap = effect.kind === 'percent_off' && effect.capMinor !== null ? [effect.capMinor] : []
  const all = [...parts, ...cap.map((minor) => coupons.upTo(short(money(minor).text)))]
  return all.length === 0 ? coupons.always : all.join(' · ')
}

/** Whole amounts read better without their zeros: `¥15.00` is `¥15`. */
export function short(text: string): string {
  return text.replace(/\.00$/, '')
}

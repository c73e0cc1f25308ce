import type { Condition, Effect, Off, Terms as RuleTerms } from '@siyu/core/promotions'
import { type FormatMoney, useFormatMoney } from '@siyu/react'
import { useCallback } from 'react'
import { useWords } from '../language/language.tsx'
import type { TermsWords } from '../language/terms-zh.ts'

export type Terms = Pick<RuleTerms, 'effect' | 'conditions' | 'items'>

/** What a coupon or a promotion says on its face. */
export type TermsText = {
  /** `¥15` or `9折`. */
  readonly value: string
  /** `满¥100可用`, with what else there is to say. */
  readonly condition: string
}

/** A function that puts the terms of coupons and promotions into words. */
export function useTerms(): (terms: Terms) => TermsText {
  const { terms: words } = useWords()
  const money = useFormatMoney()
  return useCallback(
    ({ effect, conditions, items }) => {
      const say: Say = { words, amount: (minor) => short(money(minor).text) }
      const parts = [
        ...detailsOf(effect, say),
        ...conditions.map((condition) => conditionOf(condition, say)),
        ...(items == null ? [] : [words.someProducts]),
      ]
      const all = [...new Set(parts)]
      return { value: faceOf(effect, say), condition: all.length === 0 ? words.always : all.join(words.joined) }
    },
    [words, money],
  )
}

/** A function that puts one condition into words. */
export function useCondition(): (condition: Condition) => string {
  const { terms: words } = useWords()
  const money: FormatMoney = useFormatMoney()
  return useCallback(
    (condition) => conditionOf(condition, { words, amount: (minor) => short(money(minor).text) }),
    [words, money],
  )
}

type Say = { readonly words: TermsWords; readonly amount: (minor: number) => string }

function faceOf(effect: Effect, say: Say): string {
  const { values } = say.words
  switch (effect.kind) {
    case 'amount_off':
      return values.off(say.amount(effect.minor))
    case 'percent_off':
      return values.percent(effect.bps)
    case 'set_price':
      return values.price(say.amount(effect.minor))
    case 'ladder':
      return values.upToOff(offOf(effect.steps.at(-1)?.off ?? { minor: 0 }, say))
    case 'every_full':
      return values.every(say.amount(effect.minor))
    case 'buy_get':
      return effect.bps === 10_000 ? values.buyGet(effect.buyCount, effect.getCount) : shareOf(effect.bps, say)
    case 'bundle_price':
      return values.forPrice(
        effect.parts.reduce((sum, { count }) => sum + count, 0),
        say.amount(effect.minor),
      )
    case 'gift':
      return values.gift
    case 'shipping_off':
      return isFree(effect.off) ? values.freeShipping : values.shippingOff(offOf(effect.off, say))
  }
}

/** What the face has no room for. */
function detailsOf(effect: Effect, say: Say): readonly string[] {
  const { details, upTo } = say.words
  switch (effect.kind) {
    case 'amount_off':
    case 'percent_off':
    case 'set_price': {
      const cap = effect.kind === 'percent_off' && effect.capMinor !== null ? [upTo(say.amount(effect.capMinor))] : []
      const units = effect.maxUnits === undefined ? [] : [details.firstUnits(effect.maxUnits)]
      const per = { order: [], line: [details.perLine], unit: [details.perUnit] }[effect.per ?? 'order']
      return [...cap, ...per, ...units]
    }
    case 'ladder':
      return effect.steps.map(({ from, off }) => {
        const reached = effect.by === 'amount' ? say.amount(from) : say.words.conditions.quantity(from)
        return effect.by === 'amount' ? details.step(reached, offOf(off, say)) : `${reached} ${offOf(off, say)}`
      })
    case 'every_full':
      return [details.everyFull(say.amount(effect.everyMinor), say.amount(effect.minor))]
    case 'buy_get':
      return effect.bps === 10_000 ? [] : [details.nth(effect.buyCount + effect.getCount, shareOf(effect.bps, say))]
    case 'gift':
      return effect.everyMinor === undefined
        ? [details.gift(effect.count)]
        : [details.giftEvery(say.amount(effect.everyMinor), effect.count)]
    case 'shipping_off':
      return effect.capMinor === undefined ? [] : [upTo(say.amount(effect.capMinor))]
    case 'bundle_price':
      return []
  }
}

function offOf(off: Off, say: Say): string {
  return 'minor' in off ? say.words.details.stepOff(say.amount(off.minor)) : say.words.values.percent(off.bps)
}

function shareOf(bps: number, { words }: Say): string {
  if (bps === 10_000) return words.values.free
  return bps === 5_000 ? words.values.half : words.values.percent(bps)
}

function isFree(off: Off): boolean {
  return 'bps' in off && off.bps === 10_000
}

function conditionOf(condition: Condition, say: Say): string {
  const { conditions, and, or, not } = say.words
  const inside = (of: readonly Condition[]): readonly string[] => [...new Set(of.map((each) => conditionOf(each, say)))]
  switch (condition.kind) {
    case 'subtotal_at_least':
      return conditions.subtotal(say.amount(condition.minor))
    case 'quantity_at_least':
      return conditions.quantity(condition.count)
    case 'tier_in':
      return conditions.tiers
    case 'member_tag_in':
    case 'segment_in':
      return conditions.members
    case 'joined_within':
      return conditions.newMembers(condition.days)
    case 'order_number':
      return condition.to === 1 ? conditions.firstOrder : conditions.orders(condition.from, condition.to)
    case 'channel_in':
    case 'community_in':
    case 'shop_in':
      return conditions.channels
    case 'region_in':
      return conditions.regions
    case 'shipping_method_in':
      return conditions.shippingMethods
    case 'weekday_in':
      return conditions.weekdays(condition.days)
    case 'minutes_between':
      return conditions.minutes(clock(condition.from), clock(condition.to))
    case 'all':
      return and(inside(condition.of))
    case 'any':
      return or(inside(condition.of))
    case 'not':
      return not(conditionOf(condition.of, say))
  }
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Whole amounts read better without their zeros: `¥15.00` is `¥15`. */
export function short(text: string): string {
  return text.replace(/\.00$/, '')
}

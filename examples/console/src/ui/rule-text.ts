import type { Condition, Effect } from '@siyu/core/promotions'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'
import { useFormat } from './format.ts'

export type Rule = { readonly conditions: readonly Condition[]; readonly effect: Effect }

/** Says what a promotion or coupon does: 满 200 减 20. */
export function useRuleText(): (rule: Rule) => string {
  const say = useSay(commonWords)
  const { money, rate } = useFormat()
  const round = (minor: number): string => money(minor).replace(/\.00$/, '')
  const extra = (condition: Condition): string => {
    if (condition.kind === 'tier_in') return say('onlyTiers', { tiers: condition.tierIds.join(', ') })
    return condition.kind === 'skus' ? say('onlySkus', { count: condition.skuIds.length }) : ''
  }
  return ({ conditions, effect }) => {
    const threshold = conditions.find(({ kind }) => kind === 'subtotal_at_least')
    const from = threshold?.kind === 'subtotal_at_least' ? round(threshold.minor) : null
    const parts = [...conditions.map(extra)]
    if (effect.kind === 'amount_off') {
      const off = round(effect.minor)
      parts.unshift(from === null ? say('amountOff', { off }) : say('fullReduction', { from, off }))
    } else {
      const share = rate(effect.bps)
      parts.unshift(from === null ? say('percentOff', { rate: share }) : say('percentOffFrom', { from, rate: share }))
      if (effect.capMinor !== null) parts.push(say('upTo', { cap: round(effect.capMinor) }))
    }
    return parts.filter((part) => part !== '').join(' · ')
  }
}

/** A full reduction 满减 from what was typed; null while an amount is missing or the reduction exceeds the threshold. */
export function fullReduction(fromMinor: number | null, offMinor: number | null): Rule | null {
  if (fromMinor === null || offMinor === null || offMinor === 0 || offMinor > fromMinor) return null
  return {
    conditions: [{ kind: 'subtotal_at_least', minor: fromMinor }],
    effect: { kind: 'amount_off', minor: offMinor },
  }
}

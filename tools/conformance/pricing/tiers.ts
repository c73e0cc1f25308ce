import type { Base, Condition, Effect, Off } from '../../../packages/core/src/promotions/index.ts'
import type { NeutralPromotion } from './neutral.ts'
import { bpsOf, type Gaps, minorOf, type NeutralAction, type NeutralCondition } from './neutral.ts'

/** A step of tiers: from `min` on, a percentage or an amount off, and perhaps free shipping and points. */
type Tier = { min: number; percent?: string; amount?: number; freeShipping?: boolean; points?: number }
/** An action whose size depends on the highest step reached. */
export type TieredAction = NeutralAction & { basis?: string; tiers?: readonly Tier[] }

const TIER_KEYS = ['min', 'percent', 'amount', 'freeShipping', 'points']

/** The steps of an action as one ladder; a gap when it gives more than a sum or a share. */
export function ladderOf(action: TieredAction, by: 'amount' | 'quantity', base: Base, gaps: Gaps): Effect {
  const steps = (action.tiers ?? []).map((tier) => ({ from: tier.min, off: offOf(tier, gaps) }))
  return { kind: 'ladder', by, base, steps, per: action.target === 'line' ? 'line' : 'order' }
}

function offOf(tier: Tier, gaps: Gaps): Off {
  const extra = Object.keys(tier).find((key) => !TIER_KEYS.includes(key))
  if (extra !== undefined) gaps.push(`a tier has ${extra}, which is not mapped`)
  return tier.percent === undefined ? { minor: minorOf(tier.amount, gaps) } : { bps: bpsOf(tier.percent, gaps) }
}

/** A condition of the mapping alone: the goods cost this much or more, but less than the next step. */
const BETWEEN = 'itemsTotalBetween'
type Between = NeutralCondition & { below?: number | undefined }

/** The steps of a promotion as one promotion each, of which the total of the basket lets at most one apply. */
export function steppedBy(promotion: NeutralPromotion, action: TieredAction): NeutralPromotion[] {
  const tiers = (action.tiers ?? []).toSorted((a, b) => a.min - b.min)
  const { basis: _, tiers: __, ...rest } = action
  return tiers.map((tier, at) => {
    const { percent, amount } = tier
    const between: Between = { type: BETWEEN, value: tier.min, below: tiers[at + 1]?.min }
    const off = percent === undefined ? { type: 'fixed', amount: amount ?? 0 } : { type: 'percent', percent }
    return { ...promotion, conditions: [...(promotion.conditions ?? []), between], actions: [{ ...rest, ...off }] }
  })
}

/** The condition of one step, all lines counted at list price; undefined for any other condition. */
export function betweenOf(condition: NeutralCondition): Condition | null | undefined {
  if (condition.type !== BETWEEN) return undefined
  const { value = 0, below }: Between = condition
  const from = (minor: number): Condition => ({ kind: 'subtotal_at_least', minor, base: 'list', items: {} })
  const of: Condition[] = [
    ...(value > 0 ? [from(value)] : []),
    ...(below === undefined ? [] : [{ kind: 'not' as const, of: from(below) }]),
  ]
  return of.length === 0 ? null : { kind: 'all', of }
}

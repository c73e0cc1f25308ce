import type { Words } from '../../kernel/index.ts'
import type { Condition } from '../../promotions/index.ts'
import type { Explanation, Quote, Reason } from '../schema.ts'
import { closingLayers } from './closing.ts'
import { check } from './conditions.ts'
import { quoteWith } from './engine.ts'
import type { QuoteFacts } from './facts.ts'
import { bestCoupons } from './search.ts'
import type { Observer, World } from './world.ts'

/** A condition as it stood when its rule's turn came, with those inside it. */
export type ConditionNode = {
  readonly condition: Condition
  readonly held: boolean
  readonly reason: Reason | null
  readonly missingMinor: number | null
  readonly missingCount: number | null
  readonly inside: readonly ConditionNode[]
}

/** A rule: what it took or why not, and its conditions one by one; none of these where it never came to them. */
export type RuleNode = Explanation & { readonly conditions: readonly ConditionNode[] }

/** The layers of a price, in the order they run. */
export type Layer = 'prices' | 'promotions' | 'coupons' | 'points'

/** What a layer took, rule by rule. */
export type LayerNode = { readonly layer: Layer; readonly minor: number; readonly rules: readonly RuleNode[] }

/** A quote as a tree to be drawn: list − the layers + shipping + taxes on top = payable. */
export type ExplainTree = {
  readonly listMinor: number
  readonly payableMinor: number
  readonly layers: readonly LayerNode[]
}

const layerOf = {
  member_price: 'prices',
  timed_price: 'prices',
  shop_price: 'prices',
  promotion: 'promotions',
  coupon: 'coupons',
  points: 'points',
} as const satisfies { readonly [S in Explanation['source']]: Layer }

const layers: readonly Layer[] = ['prices', 'promotions', 'coupons', 'points']

/** Quotes the basket once more and tells why, rule by rule and condition by condition. */
export function explainTree(facts: QuoteFacts): { readonly quote: Quote; readonly tree: ExplainTree } {
  const seen = new Map<string, readonly ConditionNode[]>()
  const observe: Observer = (world, rule, lines) => {
    seen.set(`${rule.source} ${rule.id}`, nodesOf(world, rule.conditions, lines))
  }
  const quoted = quoteWith(facts, { search: bestCoupons, closing: closingLayers, observe })
  const rules = quoted.explain.map((each) => ({ ...each, conditions: seen.get(`${each.source} ${each.ruleId}`) ?? [] }))
  const tree = layers.flatMap((layer) => {
    const own = rules.filter(({ source }) => layerOf[source] === layer)
    return own.length === 0 ? [] : [{ layer, minor: own.reduce((sum, { minor }) => sum + minor, 0), rules: own }]
  })
  return { quote: quoted, tree: { listMinor: quoted.listMinor, payableMinor: quoted.payableMinor, layers: tree } }
}

function nodesOf(world: World, conditions: readonly Condition[], lines: readonly number[]): readonly ConditionNode[] {
  return conditions.map((condition) => {
    const unmet = check(world, condition, lines)
    const inside = condition.kind === 'not' ? [condition.of] : 'of' in condition ? condition.of : []
    return {
      condition,
      held: unmet === null,
      reason: unmet?.reason ?? null,
      missingMinor: unmet?.missingMinor ?? null,
      missingCount: unmet?.missingCount ?? null,
      inside: nodesOf(world, inside, lines),
    }
  })
}

/** What would bring the shopper more: rules that only want a little more in the basket, the nearest first. */
export type Hint = {
  readonly ruleId: string
  readonly name: Words
  /** What is lacking, for `reasonText`: it names the sum or the count. */
  readonly reason: Reason | null
  readonly missingMinor: number | null
  readonly missingCount: number | null
}

/** "Add 12.00 more for …", from a quote; those that miss money first, then those that miss units. */
export function hintsOf({ explain }: Pick<Quote, 'explain'>): readonly Hint[] {
  const near = explain.filter(({ missingMinor, missingCount }) => missingMinor !== null || missingCount !== null)
  const rank = ({ missingMinor }: Explanation): number => missingMinor ?? Number.MAX_SAFE_INTEGER
  return [...near]
    .sort((a, b) => rank(a) - rank(b))
    .map(({ ruleId, name, reason, missingMinor, missingCount }) => ({
      ruleId,
      name,
      reason,
      missingMinor,
      missingCount,
    }))
}

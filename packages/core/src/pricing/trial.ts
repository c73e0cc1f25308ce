import * as z from 'zod/mini'
import { AmountMinor, Count, Delta, listOf, type Schema } from '../kernel/index.ts'
import { Condition } from '../promotions/index.ts'
import type { ConditionNode, ExplainTree, RuleNode } from './rules/tree.ts'
import { Explanation, Quote, Reason } from './schema.ts'

/** A condition with those inside it; as deep as conditions go. */
export const ConditionTree: Schema<ConditionNode> = z.object({
  condition: Condition,
  held: z.boolean(),
  reason: z.nullable(Reason),
  missingMinor: z.nullable(AmountMinor),
  missingCount: z.nullable(Count),
  get inside(): Schema<readonly ConditionNode[]> {
    return listOf(ConditionTree, 10)
  },
})

const Rule: Schema<RuleNode> = z.intersection(Explanation, z.object({ conditions: listOf(ConditionTree, 10) }))

const Tree: Schema<ExplainTree> = z.object({
  listMinor: AmountMinor,
  payableMinor: AmountMinor,
  layers: z.array(
    z.object({
      layer: z.enum(['prices', 'promotions', 'coupons', 'points']),
      minor: Delta,
      rules: z.array(Rule),
    }),
  ),
})

/** What a basket would cost, and why: rule by rule, condition by condition. */
export type TestedQuote = { readonly quote: Quote; readonly tree: ExplainTree }
export const TestedQuote: Schema<TestedQuote> = z.object({ quote: Quote, tree: Tree })

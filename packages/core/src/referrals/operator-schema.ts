import * as z from 'zod/mini'
import { Bps, Label, Moment, type Schema } from '../kernel/index.ts'
import { BindingTerms, type DepthAcknowledgement, type PlanTerms } from './schema.ts'
import { WithdrawalTerms } from './withdrawals.ts'

/**
 * The commission plan. Depth 1 pays the direct referrer; depth 2 needs a recorded acknowledgement. A third level cannot
 * be written down here, nor stored (禁止传销条例 art. 7).
 */
export type CommissionPlan =
  | (PlanTerms & { readonly depth: 1; readonly levelBps: readonly [number] })
  | (PlanTerms & {
      readonly depth: 2
      readonly levelBps: readonly [number, number]
      readonly acknowledgement: DepthAcknowledgement
    })

const rate: Schema<number> = Bps.check(z.lte(5_000))
const terms = {
  capBps: Bps.check(z.lte(10_000)),
  freezeDays: z.int().check(z.gte(0), z.lte(365)),
  rounding: z.optional(z.enum(['down', 'half_up'])),
  withdrawals: z.optional(WithdrawalTerms),
  binding: z.optional(BindingTerms),
}
export const CommissionPlan: Schema<CommissionPlan> = z.discriminatedUnion('depth', [
  z.object({ depth: z.literal(1), levelBps: z.tuple([rate]), ...terms }),
  z.object({
    depth: z.literal(2),
    levelBps: z.tuple([rate, rate]),
    ...terms,
    acknowledgement: z.object({ by: Label, at: Moment, note: Label }),
  }),
])

import * as z from 'zod/mini'
import { type Endpoint, Label, listOf, Moment, type Schema } from '../kernel/index.ts'
import { Funnel } from './schema.ts'

export type FunnelInput = {
  readonly steps: readonly { readonly event: string }[]
  /** Longest time from the first step to the last. */
  readonly windowMs: number
  readonly order: 'ordered'
  /** Starts are counted from this moment on, and before the other. */
  readonly fromAt?: number | undefined
  readonly untilAt?: number | undefined
}
export const FunnelInput: Schema<FunnelInput> = z.object({
  steps: listOf(z.object({ event: Label }), 20, 1),
  windowMs: z.int().check(z.gte(1), z.lte(3_650 * 86_400_000)),
  order: z.literal('ordered'),
  fromAt: z.optional(Moment),
  untilAt: z.optional(Moment),
})

/** An ordered funnel over the stored events of the brand. */
export const getFunnel: Endpoint<FunnelInput, Funnel> = {
  name: 'insights.funnel',
  method: 'POST',
  path: '/v1/analytics/funnel',
  access: 'operator',
  input: FunnelInput,
  output: Funnel,
  refusals: {},
  safe: true,
}

export type InsightsContract = { readonly funnel: typeof getFunnel }
export const insightsContract: InsightsContract = { funnel: getFunnel }

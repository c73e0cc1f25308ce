import * as z from 'zod/mini'
import { dayMs, type Schema } from '../kernel/index.ts'
import { type FulfilmentTerms, fulfilment } from './schema.ts'

/** How orders of a brand go on. Each keeps what it was placed under. */
export type OrderSettings = FulfilmentTerms & {
  /** How long an order waits for its payment. */
  readonly paymentWindowMs: number
}
export const OrderSettings: Schema<OrderSettings> = z.object({
  ...fulfilment,
  paymentWindowMs: z.int().check(z.gte(60_000), z.lte(7 * dayMs)),
})

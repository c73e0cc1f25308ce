import * as z from 'zod/mini'
import { Count, Label, listOf, type Schema } from '../kernel/index.ts'

/** How far people came along the steps of a funnel. Rates are in basis points, 0 when nobody started. */
export type Funnel = {
  readonly steps: readonly {
    readonly event: string
    /** Persons who reached this step. */
    readonly count: number
    /** Of those who reached the first step. */
    readonly conversionBps: number
    /** Of those who reached the step before. */
    readonly stepConversionBps: number
  }[]
}
export const Funnel: Schema<Funnel> = z.object({
  steps: listOf(z.object({ event: Label, count: Count, conversionBps: z.int(), stepConversionBps: z.int() }), 20),
})

import * as z from 'zod/mini'
import { AmountMinor, Bps, Label, listOf, type Schema } from '../kernel/index.ts'

/** One rate on goods of one tax category; several rates of a category add up. */
export type TaxRate = {
  readonly name: string
  /** The tax category of the SKU, or `shipping`; null applies to every category, shipping included. */
  readonly category: string | null
  readonly bps: number
}
export const TaxRate: Schema<TaxRate> = z.object({ name: Label, category: z.nullable(Label), bps: Bps })

/** How a brand's prices carry tax: inside the price (the default in China) or on top of it. */
export type TaxSettings = {
  readonly mode: 'inside' | 'on_top'
  readonly rates: readonly TaxRate[]
  /** Rounded once per line (the default), or once per unit and added up. */
  readonly rounding?: 'line' | 'unit' | undefined
}
export const TaxSettings: Schema<TaxSettings> = z.object({
  mode: z.enum(['inside', 'on_top']),
  rates: listOf(TaxRate, 100),
  rounding: z.optional(z.enum(['line', 'unit'])),
})

/** The tax of one rate: `baseMinor` is the net amount it is taken on. */
export type TaxRow = {
  readonly name: string
  readonly bps: number
  readonly baseMinor: number
  readonly taxMinor: number
}
export const TaxRow: Schema<TaxRow> = z.object({
  name: Label,
  bps: Bps,
  baseMinor: AmountMinor,
  taxMinor: AmountMinor,
})

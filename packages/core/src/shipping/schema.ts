import * as z from 'zod/mini'
import { AmountMinor, Count, Id, Label, listOf, type Schema, Words } from '../kernel/index.ts'

/** What a parcel is charged by: its units, grams or cubic centimetres. */
export type ShippingMode = 'count' | 'weight' | 'volume'
export const ShippingMode: Schema<ShippingMode> = z.enum(['count', 'weight', 'volume'])

/**
 * What shipping costs in some regions: the first block, then each started extra block. Sizes are units, grams or cubic
 * centimetres, as the template's mode says.
 */
export type ShippingZone = {
  /** Region codes; a code covers those that start with it (`44` covers `4403`). Empty covers every region. */
  readonly regions: readonly string[]
  readonly firstSize: number
  readonly firstMinor: number
  readonly extraSize: number
  readonly extraMinor: number
  /** Free from so much or so many on, ends included; when both are given, both must be reached 满包邮. */
  readonly freeFromMinor: number | null
  readonly freeFromCount: number | null
}
const Size: Schema<number> = z.int().check(z.gte(1), z.lte(1_000_000_000))
export const ShippingZone: Schema<ShippingZone> = z.object({
  regions: listOf(Label, 500),
  firstSize: Size,
  firstMinor: AmountMinor,
  extraSize: Size,
  extraMinor: AmountMinor,
  freeFromMinor: z.nullable(AmountMinor),
  freeFromCount: z.nullable(Count),
})

/** A way to charge for shipping 运费模板. The zone with the longest matching region wins; without one it cannot ship. */
export type ShippingTemplate = {
  readonly id: string
  readonly name: Words
  readonly mode: ShippingMode
  readonly zones: readonly ShippingZone[]
}
export const ShippingTemplate: Schema<ShippingTemplate> = z.object({
  id: Id,
  name: Words,
  mode: ShippingMode,
  zones: listOf(ShippingZone, 100, 1),
})

/** The templates of a brand. SKUs without one of their own use the first; with none, shipping costs nothing. */
export type ShippingSettings = {
  readonly templates: readonly ShippingTemplate[]
  /** What a refund does with the shipping paid: never back, or back with the last unit of the order. */
  readonly refund: 'never' | 'with_last_unit'
}
export const ShippingSettings: Schema<ShippingSettings> = z.object({
  templates: listOf(ShippingTemplate, 50),
  refund: z.enum(['never', 'with_last_unit']),
})

import * as z from 'zod/mini'
import { Id, type Schema, Words } from '../kernel/index.ts'
import { Currency } from '../money/index.ts'

/** What a shop shows of its brand before anyone signs in. */
export type Brand = {
  readonly id: string
  readonly name: Words
  readonly currency: Currency
  /** IANA name of the business time zone; calendar rules (end of month, day of a limit) happen there. */
  readonly timeZone: string
}
export const Brand: Schema<Brand> = z.object({
  id: Id,
  name: Words,
  currency: Currency,
  timeZone: z.string().check(z.maxLength(64)),
})

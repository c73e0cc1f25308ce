import * as z from 'zod/mini'
import { MAX_AMOUNT } from './limits.ts'

/** A runtime check whose result is exactly `T`. The type is written first; the schema proves it. */
export type Schema<T> = z.ZodMiniType<T, T>

/** The longest free text a field takes, in UTF-16 units. */
export const MAX_TEXT = 2_000

/** The largest page a list endpoint returns. */
export const MAX_PAGE = 100

/** The fields of a noun's schema, for those that are also fields of another noun's. */
export type Shape<T> = { readonly [K in keyof T]-?: Schema<T[K]> }

/** Opaque identifier: a prefix naming the noun and a time-ordered tail, such as `ord_0192f…`. 3 to 64 characters. */
export const Id: Schema<string> = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{1,63}$/))

/** Milliseconds since 1970 as an integer: one spelling per moment, so that comparing is safe. */
export const Moment: Schema<number> = z.int().check(z.gte(0), z.lte(8_640_000_000_000_000))

/** A day of the calendar that there is, as `2026-03-01`: no 30 February. Whose calendar it is, its field says. */
export const Day: Schema<string> = z.string().check(z.refine(isDay, 'expected a day, as 2026-03-01'))

/** Dates that there are not are taken for later ones or for none, so the day is written again and compared. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(text)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}

/** A non-negative amount of money in the currency's minor unit (fen, cent). */
export const AmountMinor: Schema<number> = z.int().check(z.gte(0), z.lte(MAX_AMOUNT))

/** A count of pieces, at least one. */
export const Quantity: Schema<number> = z.int().check(z.gte(1), z.lte(1_000_000))

/** A non-negative whole number of points, growth value and the like. */
export const Count: Schema<number> = z.int().check(z.gte(0), z.lte(MAX_AMOUNT))

/** Signed version of {@link Count}, for movements. */
export const Delta: Schema<number> = z.int().check(z.gte(-MAX_AMOUNT), z.lte(MAX_AMOUNT))

/** A rate in basis points, 1/10000. Up to 100 times the base. */
export const Bps: Schema<number> = z.int().check(z.gte(0), z.lte(1_000_000))

/** A short label a person reads: 1 to 200 characters. */
export const Label: Schema<string> = z.string().check(z.minLength(1), z.maxLength(200))

/** Free text, possibly empty. */
export const Text: Schema<string> = z.string().check(z.maxLength(MAX_TEXT))

/** The same words in the two languages of the house. */
export type Words = { readonly zh: string; readonly en: string }
export const Words: Schema<Words> = z.object({ zh: Label, en: Label })

/** Where a list goes on: `cursor` is what the page before returned, `limit` at most {@link MAX_PAGE}. */
export type PageInput = { readonly cursor?: string | undefined; readonly limit?: number | undefined }
export const PageInput: Schema<PageInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
})

/** One page of a list. `nextCursor` is null on the last one. */
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null }

/** The schema of a page of `item`. */
/* @__NO_SIDE_EFFECTS__ */
export function pageOf<T>(item: Schema<T>): Schema<Page<T>> {
  return z.object({ items: z.array(item), nextCursor: z.nullable(z.string()) })
}

/** The schema of a list of at most `max` items. */
/* @__NO_SIDE_EFFECTS__ */
export function listOf<T>(item: Schema<T>, max: number, min: number = 0): Schema<readonly T[]> {
  return z.array(item).check(z.minLength(min), z.maxLength(max))
}

/** Nothing: the input of an endpoint that asks for nothing. */
export type Empty = Readonly<Record<never, never>>
export const Empty: Schema<Empty> = z.object({})

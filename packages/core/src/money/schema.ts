import * as z from 'zod/mini'
import type { Schema } from '../kernel/index.ts'

/** ISO 4217 code of a settlement currency, such as `CNY`. */
export type Currency = string
export const Currency: Schema<Currency> = z.string().check(z.regex(/^[A-Z]{3}$/))

/** An amount with its currency. `minor` counts the smallest unit: fen, cent, yen. */
export type Money = { readonly minor: number; readonly currency: Currency }
export const Money: Schema<Money> = z.object({ minor: z.int(), currency: Currency })

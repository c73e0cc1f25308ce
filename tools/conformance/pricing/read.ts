import {
  type Quote,
  type QuoteFacts,
  type QuoteLine,
  quote,
  type Reason,
  type UnitReduction,
  type UnitRun,
} from '../../../packages/core/src/pricing/index.ts'
import type { Case, Verdict } from '../types.ts'
import { type Cart, cartOf } from './cart.ts'
import type { NeutralCart } from './neutral.ts'
import type { Manner } from './terms.ts'
import { compare, isEqual } from './unmapped.ts'

/** A priced cart, to be read in the words of the cases. */
export type Reading = {
  readonly cart: Cart
  readonly quote: Quote
  /** The same basket with the rules on single units alone, and without any rule. */
  readonly unitsOnly: Quote
  readonly bare: Quote
}

type Of<T> = (subject: T, reading: Reading) => unknown
/** What each word of `expect` means here. */
export type Words = Readonly<Record<string, Of<Quote>>>
export type LineWords = Readonly<Record<string, Of<QuoteLine>>>

/** Reductions the cases call discounts: what lowers the unit price first is not among them. */
const isDiscount = ({ source }: { source: string }): boolean => source === 'promotion' || source === 'coupon'
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
const isOnTop = ({ cart }: Reading): boolean => cart.facts.taxes?.mode === 'on_top'

/** What is taken off a line or the shipping by rules. */
export function discountOf({ reductions }: { readonly reductions: readonly UnitReduction[] }): number {
  return sum(reductions.filter(isDiscount).map(({ minor }) => minor))
}

/** What is paid in the terms the prices are listed in: without the tax that comes on top of them. */
function pricedMinor(part: { payableMinor: number; taxMinor: number } | null, reading: Reading): number {
  if (part === null) return 0
  return part.payableMinor - (isOnTop(reading) ? part.taxMinor : 0)
}

const netMinor = (part: { payableMinor: number; taxMinor: number } | null): number =>
  part === null ? 0 : part.payableMinor - part.taxMinor

/** Goods as the source's subtotal shows them: after the best unit price, before rules. */
const itemsMinor = ({ listMinor, reductions }: QuoteLine): number =>
  listMinor - sum(reductions.filter((each) => !isDiscount(each)).map(({ minor }) => minor))

/** What one unit of each run of a line lost, unit by unit. */
function perUnit(line: QuoteLine, minorOf: (run: UnitRun) => number): number[] {
  return line.runs.flatMap((run) => Array.from({ length: run.count }, () => minorOf(run)))
}

/** The promotions of the source that took something. */
export function appliedIn({ explain }: Quote, { cart }: Reading): string[] {
  const taken = explain.filter(({ minor }) => minor > 0).map(({ ruleId }) => cart.rules.sourceOf.get(ruleId) ?? ruleId)
  return [...new Set(taken)].sort()
}

/** Why the rules behind a code did nothing: `unknown` for a code nobody issued, null when one of them applied. */
export function reasonOf(code: string, { quote: { explain }, cart }: Reading): Reason | 'unknown' | null {
  const rules = cart.rules.rulesOfCode.get(code) ?? []
  const found = explain.filter(({ ruleId }) => rules.includes(ruleId))
  if (found.some(({ reason }) => reason === null)) return null
  return found[0]?.reason ?? 'unknown'
}

/** The words of a whole cart that mean the same in every suite. */
export const cartWords: Words = {
  itemsTotal: ({ lines }) => sum(lines.map(itemsMinor)),
  discountTotal: ({ lines }) => sum(lines.map(discountOf)),
  total: ({ payableMinor }) => payableMinor,
  totalGross: ({ payableMinor }) => payableMinor,
  totalNet: (whole) => netMinor(whole),
  shippingTotal: ({ shipping }, reading) => pricedMinor(shipping, reading),
  shippingTotalWithTax: ({ shipping }) => shipping?.payableMinor ?? 0,
  shippingGross: ({ shipping }) => shipping?.payableMinor ?? 0,
  shippingNet: ({ shipping }) => netMinor(shipping),
  shippingDiscount: ({ shipping }) => (shipping === null ? 0 : discountOf(shipping)),
  taxTotal: ({ taxMinor }, reading) => (isOnTop(reading) ? taxMinor : 0),
  includedTaxTotal: ({ taxMinor }, reading) => (isOnTop(reading) ? 0 : taxMinor),
  itemsNet: ({ lines }) => sum(lines.map(netMinor)),
  itemsGross: ({ lines }) => sum(lines.map(({ payableMinor }) => payableMinor)),
  discountGross: ({ payableMinor }, { bare }) => bare.payableMinor - payableMinor,
  taxSummary: ({ taxes }) =>
    taxes.map((row) => ({ name: row.name, bps: row.bps, base: row.baseMinor, tax: row.taxMinor })),
  applied: appliedIn,
  gifts: ({ lines }) =>
    lines.filter(({ giftOf }) => giftOf).map(({ skuId, quantity }) => ({ sku: skuId, qty: quantity })),
}

const sameIn = ({ lines }: Quote, { lineId }: QuoteLine): QuoteLine | undefined =>
  lines.find((other) => other.lineId === lineId)
const firstRun = (line: QuoteLine | undefined): { payableMinor: number; taxMinor: number } | null =>
  line?.runs[0] ?? null

/** The words of one line that mean the same in every suite. `net`, `tax` and `gross` are before discounts. */
export const lineWords: LineWords = {
  discount: discountOf,
  total: pricedMinor,
  totalGross: ({ payableMinor }) => payableMinor,
  net: (line, { bare }) => netMinor(sameIn(bare, line) ?? null),
  tax: (line, { bare }) => sameIn(bare, line)?.taxMinor,
  gross: (line, { bare }) => sameIn(bare, line)?.payableMinor,
  unitNet: (line, { bare }) => netMinor(firstRun(sameIn(bare, line))),
  unitGross: (line, { bare }) => firstRun(sameIn(bare, line))?.payableMinor,
  discountedUnitPrice: (line, reading) => pricedMinor(firstRun(sameIn(reading.unitsOnly, line)), reading),
  discountedUnitPriceGross: (line, { unitsOnly }) => firstRun(sameIn(unitsOnly, line))?.payableMinor,
  unitPromotionDiscount: (line, { unitsOnly }) => discountOf(sameIn(unitsOnly, line) ?? line),
  unitDiscounts: (line) => perUnit(line, discountOf),
  unitDiscountsFromListPrice: (line) => perUnit(line, ({ reductions }) => sum(reductions.map(({ minor }) => minor))),
}

const isOnUnits = ({ effect, stacking }: QuoteFacts['promotions'][number] | QuoteFacts['coupons'][number]): boolean =>
  stacking?.lane === 'price' || stacking?.lane === 'items' || ('per' in effect && effect.per === 'unit')

function withRules(facts: QuoteFacts, isKept: typeof isOnUnits): QuoteFacts {
  const coupons = facts.coupons.filter(isKept)
  return { ...facts, promotions: facts.promotions.filter(isKept), coupons, couponIds: coupons.map(({ id }) => id) }
}

/** Prices a cart as often as reading it takes. */
export function readingOf(cart: Cart): Reading {
  const { facts } = cart
  const bare = quote(withRules(facts, ({ stacking }) => stacking?.lane === 'price'))
  return { cart, quote: quote(facts), unitsOnly: quote(withRules(facts, isOnUnits)), bare }
}

/** Every expected figure under one flat name: `total`, `lines.L1.discount`. */
function flattened(expect: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { lines = {}, ...rest } = expect
  const flat: Record<string, unknown> = { ...rest }
  for (const [id, figures] of Object.entries(lines as Record<string, object>)) {
    for (const [word, figure] of Object.entries(figures)) flat[`lines.${id}.${word}`] = figure
  }
  return flat
}

/** What the quote says under every expected name it has a word for. */
function said(reading: Reading, expect: Readonly<Record<string, unknown>>, words: Words, ofLines: LineWords): object {
  const got: Record<string, unknown> = {}
  for (const word of Object.keys(expect)) {
    const say = words[word]
    if (say) got[word] = say(reading.quote, reading)
  }
  for (const [id, figures] of Object.entries((expect['lines'] ?? {}) as Record<string, object>)) {
    const line = reading.quote.lines.find(({ lineId }) => lineId === reading.cart.lineIds.get(id))
    for (const word of Object.keys(figures)) {
      const say = ofLines[word]
      if (line && say) got[`lines.${id}.${word}`] = say(line, reading)
    }
  }
  return got
}

/** A list entry as text; a tax row by what it says, not by how its percent is spelled. */
function plain(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return JSON.stringify(entry)
  const { percent, ...row } = { percent: undefined, ...entry }
  const spelled = percent === undefined ? row : { ...row, bps: Math.round(Number(percent) * 100) }
  return JSON.stringify(Object.entries(spelled).sort())
}

/** Lists whose order means nothing are compared sorted; figures of units stand in order. */
function isSame(expected: unknown, got: unknown): boolean {
  if (!Array.isArray(expected) || !Array.isArray(got)) return isEqual(expected, got)
  if (expected.every((each) => typeof each === 'number')) return isEqual(expected, got)
  const sorted = (list: readonly unknown[]): string[] => list.map(plain).sort()
  return isEqual(sorted(expected), sorted(got))
}

/** What a suite reads in its own way, and where its rules differ from Siyu's in a case. */
export type Reader = {
  readonly words?: Words
  readonly lineWords?: LineWords
  /** The difference in semantics that makes this case's figures the source's own; null when there is none. */
  readonly differs?: (reading: Reading, testCase: Case) => string | null
  /** What the suite adds to the facts, such as groups of rules or gifts. */
  readonly adds?: (cart: Cart) => Cart
}

/**
 * Says a cart to Siyu, quotes it, and compares every expected figure. A case that cannot be said is skipped,
 * and so is a divergent one that comes out otherwise.
 */
export function judgeCart(testCase: Case, neutral: NeutralCart, manner: Manner, reader: Reader = {}): Verdict {
  const cart = cartOf(neutral, manner)
  if (cart.gaps.length > 0) return { kind: 'skipped', reason: cart.gaps.join('; ') }
  const reading = readingOf(reader.adds?.(cart) ?? cart)
  const reason = reader.differs?.(reading, testCase) ?? null
  if (reason !== null) return { kind: 'skipped', reason }
  const words = { ...cartWords, ...reader.words }
  const got = said(reading, testCase.expect, words, { ...lineWords, ...reader.lineWords })
  return verdictOf(testCase, got as Record<string, unknown>)
}

/** A figure that differs fails the case, whatever else it asks; one without a word skips it. */
function verdictOf({ expect, fit, note }: Case, got: Readonly<Record<string, unknown>>): Verdict {
  const asked = Object.entries(flattened(expect))
  const known = asked.filter(([word]) => word in got)
  const verdict = compare(Object.fromEntries(known), got, isSame)
  if (verdict.kind === 'failed' && fit === 'divergent') {
    return { kind: 'skipped', reason: `a peculiarity of the source: ${note ?? 'its figures are its own'}` }
  }
  const [unsaid] = asked.find(([word]) => !(word in got)) ?? []
  if (verdict.kind === 'failed' || unsaid === undefined) return verdict
  return { kind: 'skipped', reason: `expects ${unsaid.split('.').at(-1)}, which Siyu has no word for` }
}

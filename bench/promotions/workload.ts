/** Baskets and promotions to price: a fixed mix from a fixed seed, the same on every machine. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

/** One line of the basket; every line has one SKU in one category. */
export type WorkLine = {
  readonly id: string
  readonly skuId: string
  readonly category: string
  readonly quantity: number
  readonly unitMinor: number
}

/** What a shopper of one group wants to buy. */
export type Basket = {
  readonly lines: readonly WorkLine[]
  readonly subtotalMinor: number
  readonly group: string
}

/**
 * One promotion, for one group and from a minimum of the undiscounted basket on. category, skus: a percentage off those
 * lines · order: a sum off the basket · buy_get: of three units of a category the cheapest is free, once.
 */
export type Rule = {
  readonly id: string
  readonly kind: 'category' | 'skus' | 'order' | 'buy_get'
  readonly minimumMinor: number
  readonly group: string
  readonly percent: number
  readonly offMinor: number
  readonly category: string
  readonly skuIds: readonly string[]
}

/** Where baskets and rules come from. */
export type Workload = {
  readonly from: string
  readonly basket: (lineCount: number) => Basket
  readonly rules: (ruleCount: number, basket: Basket) => readonly Rule[]
}

/** Lines of the basket × promotions. */
export const sizes: readonly (readonly [number, number])[] = [5, 50, 200].flatMap((lineCount) =>
  [1, 10, 100].map((ruleCount) => [lineCount, ruleCount] as const),
)

/** The workload of a folder that holds workload.cjs, or our own with the same mix. */
export function loadWorkload(folder: string): Workload {
  const file = resolve(join(folder, 'workload.cjs'))
  return existsSync(file) ? readWorkload(file) : { from: 'own generator', basket: makeBasket, rules: makeRules }
}

/** Numbers from 0 to 1 that depend on the seed only (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** 1 to 4 units of SKUs out of 500 in 20 categories, at 4.99 to 203.99. */
function makeBasket(lineCount: number): Basket {
  const chance = chanceOf(1)
  const upTo = (count: number): number => Math.floor(chance() * count)
  const lines = Array.from({ length: lineCount }, (_, index): WorkLine => {
    const [quantity, unitMinor, category] = [1 + upTo(4), 100 * (5 + upTo(200)) - 1, `c${upTo(20)}`]
    return { id: `l${index}`, skuId: `v${upTo(500)}`, category, quantity, unitMinor }
  })
  return { lines, subtotalMinor: subtotalOf(lines), group: 'vip' }
}

/** Of ten: four by category, three by SKU, two on the order, one buy 2 get 1; about a third of them do not apply. */
function makeRules(ruleCount: number, { subtotalMinor }: Basket): readonly Rule[] {
  const chance = chanceOf(7)
  const upTo = (count: number): number => Math.floor(chance() * count)
  return Array.from({ length: ruleCount }, (_, index): Rule => {
    const minimumMinor = chance() < 0.66 ? Math.floor(subtotalMinor * 0.3) : subtotalMinor * 3
    const group = chance() < 0.9 ? 'vip' : 'new'
    const [percent, offMinor, category] = [1 + upTo(5), 100 * (1 + upTo(10)), `c${upTo(20)}`]
    const skuIds = Array.from({ length: 10 }, () => `v${upTo(500)}`)
    return { id: `p${index}`, kind: kindOf(index % 10), minimumMinor, group, percent, offMinor, category, skuIds }
  })
}

function kindOf(place: number): Rule['kind'] {
  if (place < 4) return 'category'
  if (place < 7) return 'skus'
  return place < 9 ? 'order' : 'buy_get'
}

function subtotalOf(lines: readonly WorkLine[]): number {
  return lines.reduce((sum, { quantity, unitMinor }) => sum + quantity * unitMinor, 0)
}

/** What workload.cjs gives. */
type Foreign = {
  readonly makeCart: (lineCount: number) => {
    readonly lines: readonly { id: string; variant: string; cat: string; qty: number; price: number }[]
    readonly sub: number
    readonly group: string
  }
  readonly makePromos: (ruleCount: number, subtotalMinor: number) => readonly ForeignRule[]
}
type ForeignRule = {
  readonly id: string
  readonly kind: 'cat' | 'var' | 'order' | 'buyget'
  readonly min: number
  readonly group: string
  readonly pct: number
  readonly fixed: number
  readonly cat: string
  readonly variants: readonly string[]
}

const kinds = { cat: 'category', var: 'skus', order: 'order', buyget: 'buy_get' } as const

function readWorkload(file: string): Workload {
  const foreign = createRequire(import.meta.url)(file) as Foreign
  const basket = (lineCount: number): Basket => {
    const { lines, sub, group } = foreign.makeCart(lineCount)
    return { lines: lines.map(lineFrom), subtotalMinor: sub, group }
  }
  const rules = (ruleCount: number, { subtotalMinor }: Basket): readonly Rule[] =>
    foreign.makePromos(ruleCount, subtotalMinor).map(ruleFrom)
  return { from: file, basket, rules }
}

function lineFrom({ id, variant, cat, qty, price }: ReturnType<Foreign['makeCart']>['lines'][number]): WorkLine {
  return { id, skuId: variant, category: cat, quantity: qty, unitMinor: price }
}

function ruleFrom({ id, kind, min, group, pct, fixed, cat, variants }: ForeignRule): Rule {
  const terms = { percent: pct, offMinor: fixed, category: cat, skuIds: variants }
  return { id, kind: kinds[kind], minimumMinor: min, group, ...terms }
}

import type { Coupon } from '../../../packages/core/src/coupons/index.ts'
import type { Promotion } from '../../../packages/core/src/promotions/index.ts'
import type { Reading } from './read.ts'

/** One rule of a quote at its turn: what the lines it fits cost then, and what it took of each. */
export type Step = { readonly rule: Promotion | Coupon; readonly lines: readonly StepLine[] }

type StepLine = {
  readonly listMinor: number
  readonly itemMinor: number
  readonly leftMinor: number
  readonly takenMinor: number
  /** No rule takes the line below this. */
  readonly floorMinor: number
}

const byTurn = (a: Promotion, b: Promotion): number => b.priority - a.priority || (a.id < b.id ? -1 : 1)
const layers = ['price', 'items', 'order', undefined]

/** The rules on goods in the order they ran, read off the quote: for telling where another shop's rounding differs. */
export function stepsOf({ cart, quote }: Reading): Step[] {
  const layerOf = ({ stacking }: Promotion): number => layers.indexOf(stacking?.lane)
  const promotions = [...cart.facts.promotions].sort((a, b) => layerOf(a) - layerOf(b) || byTurn(a, b))
  const left = new Map(quote.lines.map(({ lineId, listMinor }) => [lineId, listMinor]))
  const items = new Map(left)
  const floors = new Map(
    cart.facts.lines.map(({ lineId, quantity, floorMinor = 0 }) => [lineId, quantity * floorMinor]),
  )
  const coupons = [...cart.facts.coupons].sort((a, b) => (a.id < b.id ? -1 : 1))
  return [...promotions, ...coupons].map((rule) => {
    const isPrice = rule.stacking?.lane === 'price'
    const lines = quote.lines.map(({ lineId, listMinor, reductions }) => {
      const takenMinor = reductions.reduce((sum, { ruleId, minor }) => (ruleId === rule.id ? sum + minor : sum), 0)
      const [itemMinor = 0, leftMinor = 0, floorMinor = 0] = [items, left, floors].map((map) => map.get(lineId))
      left.set(lineId, leftMinor - takenMinor)
      if (isPrice) items.set(lineId, leftMinor - takenMinor)
      return { listMinor, itemMinor, leftMinor, takenMinor, floorMinor }
    })
    return { rule, lines }
  })
}

/** Whether a quotient ends in a half. */
export const isHalf = (dividend: number, divisor: number): boolean => (2 * dividend) % (2 * divisor) === divisor

/** Whether a step takes a percentage that comes to half a minor unit of a line or, of the order, of them all. */
export function isHalfCent({ rule: { effect }, lines }: Step): boolean {
  if (effect.kind !== 'percent_off' || lines.every(({ takenMinor }) => takenMinor === 0)) return false
  const taken = lines.filter(({ takenMinor }) => takenMinor > 0).map(({ leftMinor }) => leftMinor)
  const bases = effect.per === 'line' || effect.per === 'unit' ? taken : [taken.reduce((sum, left) => sum + left, 0)]
  return bases.some((base) => isHalf(base * effect.bps, 10_000))
}

/** Whether a step takes a percentage of goods that earlier rules have lowered; elsewhere it is of the item price. */
export function isPercentOfLess({ rule: { effect }, lines }: Step): boolean {
  if (effect.kind !== 'percent_off' || (effect.per !== 'unit' && effect.per !== 'line')) return false
  return lines.some(({ itemMinor, leftMinor, takenMinor }) => takenMinor > 0 && leftMinor < itemMinor)
}

/**
 * Sylius: carts and list-price promotions. Its promotions run one after the other by priority, each action in turn, so
 * all of them stand in one lane here. Some of its rules are not Siyu's, and cases they decide are skipped: how an order
 * discount is shared over lines and units, percentages of lowered units, thresholds met once for several actions.
 */
import type { Case, Verdict } from '../types.ts'
import { minorOf, type NeutralCart, type NeutralPromotion, unknownKeys } from './neutral.ts'
import { appliedIn, judgeCart, type Reader, type Reading, reasonOf } from './read.ts'
import { isHalfCent, isPercentOfLess, type Step, stepsOf } from './steps.ts'
import type { Manner } from './terms.ts'

const manner: Manner = { unitPercent: 'unit', lane: () => 'order', thresholds: 'left' }

/** Each share rounded half towards zero, the spare minor units to or from the first shares that are not zero. */
function sharesOf(minor: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return weights.map(() => 0)
  const shares = weights.map((weight) => Math.ceil((2 * minor * weight - total) / (2 * total)))
  let spare = minor - shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => {
    if (share === 0 || spare === 0) return share
    const step = Math.sign(spare)
    spare -= step
    return share + step
  })
}

/** What a line has no room for goes to the others in the same way, until none is left or nothing has room. */
function sharesWithin(minor: number, weights: readonly number[], rooms: readonly number[]): number[] {
  const shares = weights.map(() => 0)
  let open = weights.map((_, at) => at)
  for (let left = minor; left > 0 && open.length > 0; ) {
    const more = sharesOf(
      left,
      open.map((at) => weights[at] ?? 0),
    )
    left = 0
    const full = open.filter((at, place) => {
      const wanted = (shares[at] ?? 0) + (more[place] ?? 0)
      shares[at] = Math.min(wanted, rooms[at] ?? 0)
      left += wanted - (shares[at] ?? 0)
      return wanted >= (rooms[at] ?? 0)
    })
    open = open.filter((at) => !full.includes(at))
  }
  return shares
}

function sharesDiffer({ rule: { effect, items }, lines }: Step): boolean {
  if (!('per' in effect) || effect.per !== 'order') return false
  const counted = lines.filter(({ listMinor, itemMinor }) => !items?.fullPriceOnly || itemMinor === listMinor)
  const shares = sharesWithin(
    counted.reduce((sum, { takenMinor }) => sum + takenMinor, 0),
    counted.map(({ leftMinor }) => leftMinor),
    counted.map(({ leftMinor, floorMinor }) => Math.max(leftMinor - floorMinor, 0)),
  )
  return shares.some((share, at) => share !== counted[at]?.takenMinor)
}

/** A line's share of every order discount is spread evenly over its units, the first ones take what is over. */
function spreadOver(quantity: number, minor: number): number[] {
  return Array.from({ length: quantity }, (_, at) => Math.floor((minor + quantity - 1 - at) / quantity))
}

/** Siyu spreads what several order discounts take of a line at once, by what is left of each unit. */
function unitsDiffer(steps: readonly Step[], { quote }: Reading): boolean {
  return quote.lines.some(({ quantity, runs }, place) => {
    const units = Array.from({ length: quantity }, () => 0)
    for (const { lines } of steps) {
      spreadOver(quantity, lines[place]?.takenMinor ?? 0).forEach((minor, at) => {
        units[at] = (units[at] ?? 0) + minor
      })
    }
    const taken = runs.flatMap(({ count, reductions }) =>
      Array.from({ length: count }, () => reductions.reduce((sum, { minor }) => sum + minor, 0)),
    )
    return taken.some((minor, at) => minor !== units[at])
  })
}

const isOnShipping = ({ actions }: NeutralPromotion): boolean => actions.some(({ target }) => target === 'shipping')
const isOnGoods = ({ actions }: NeutralPromotion): boolean => actions.some(({ target }) => target !== 'shipping')

/** A threshold Sylius meets once, before discounts that in Siyu come between it and what depends on it. */
function isThresholdCrossed({ promotions }: NeutralCart, { quote }: Reading): boolean {
  const before = quote.listMinor
  const after = before - quote.reductionMinor
  return promotions.some((promotion, index) => {
    const isCrossed = promotion.conditions?.some(({ value }) => value !== undefined && after < value && value <= before)
    const follows = (other: NeutralPromotion, at: number): boolean =>
      (other.priority ?? 0) === (promotion.priority ?? 0)
        ? at > index
        : (other.priority ?? 0) < (promotion.priority ?? 0)
    const comeBetween = promotions.some((other, at) => isOnGoods(other) && follows(other, at))
    return isCrossed && (promotion.actions.length > 1 || (isOnShipping(promotion) && comeBetween))
  })
}

const takes = ({ lines }: Step): boolean => lines.some(({ takenMinor }) => takenMinor > 0)

/** Whether how much a step takes in all depends on how earlier discounts were shared: units and floors bound it. */
function isBounded(step: Step, { lines }: NeutralCart): boolean {
  const { effect } = step.rule
  const hasFloors = lines.some(({ minUnitPrice }) => minUnitPrice !== undefined)
  return takes(step) && (hasFloors || ('per' in effect && effect.per === 'unit'))
}

function differs(cart: NeutralCart, reading: Reading, { expect }: Case): string | null {
  const steps = stepsOf(reading)
  const isFollowed = steps.some(
    (step, at) => takes(step) && steps.slice(at + 1).some((later) => isBounded(later, cart)),
  )
  const asksShares = isFollowed || expect['lines'] !== undefined || reading.cart.facts.taxes !== null
  if (asksShares && steps.some(sharesDiffer)) {
    return 'Sylius rounds each share of an order discount half towards zero, spare cents to the first; Siyu by largest remainder'
  }
  const asksUnits = isFollowed || JSON.stringify(expect).includes('unitDiscounts') || cart.taxStrategy === 'unit'
  if (asksUnits && unitsDiffer(steps, reading)) {
    return 'Sylius spreads every order discount over the units of a line by itself; Siyu all of them together'
  }
  if (steps.some(isPercentOfLess)) {
    return 'Sylius takes each percentage off a unit of its item price; Siyu of what earlier rules left'
  }
  if (isThresholdCrossed(cart, reading)) {
    return 'Sylius meets the threshold of a promotion once for all its actions, and of shipping in turn; Siyu before each effect'
  }
  return null
}

function judgeSyliusCart(testCase: Case): Verdict {
  const cart = testCase.input as unknown as NeutralCart
  const reader: Reader = {
    words: { couponAccepted: (_, reading) => (cart.codes ?? []).every((code) => reasonOf(code, reading) === null) },
    differs: (reading) => differs(cart, reading, testCase),
  }
  return judgeCart(testCase, cart, manner, reader)
}

type CatalogPrice = {
  currency: string
  exponent: number
  price: number
  originalPrice?: number
  minPrice?: number
  promotions: { id: string; type: string; percent?: string; amount?: number; priority?: number; exclusive?: boolean }[]
}

/** The price of one unit, with its list-price promotions as rules on units. */
function judgeCatalogPrice(testCase: Case): Verdict {
  const input = testCase.input as unknown as CatalogPrice
  const gaps: string[] = []
  unknownKeys(
    input,
    ['kind', 'currency', 'exponent', 'price', 'originalPrice', 'minPrice', 'promotions'],
    'the price',
    gaps,
  )
  const unitPrice = minorOf(input.originalPrice ?? input.price, gaps)
  if (gaps.length > 0) return { kind: 'skipped', reason: gaps.join('; ') }
  const { currency, exponent, minPrice } = input
  const line = { id: 'unit', qty: 1, unitPrice, ...(minPrice === undefined ? {} : { minUnitPrice: minPrice }) }
  const promotions = input.promotions.map(({ type, percent, amount, ...promotion }) => {
    const action = { type, target: 'unit', ...(percent ? { percent } : {}), ...(amount ? { amount } : {}) }
    return { ...promotion, actions: [action] }
  })
  return judgeCart(testCase, { currency, exponent, lines: [line], promotions }, manner, {
    words: {
      price: ({ payableMinor }) => payableMinor,
      appliedCount: (quote, reading) => appliedIn(quote, reading).length,
    },
    differs: (reading) =>
      stepsOf(reading).some(isHalfCent)
        ? 'Sylius rounds the new list price half a cent up; Siyu rounds what is taken off half a cent up'
        : null,
  })
}

/** Judges a case of Sylius. */
export function sylius(testCase: Case): Verdict {
  const kind = testCase.input['kind'] ?? 'cart'
  if (kind === 'cart') return judgeSyliusCart(testCase)
  if (kind === 'catalogPrice') return judgeCatalogPrice(testCase)
  return { kind: 'skipped', reason: `a ${kind} case of Sylius is not mapped` }
}

/**
 * Vendure: carts. Its promotions on units run before those on the order, and shipping comes last, as here. It rounds
 * amounts below zero with `Math.round`, so half a cent of a discount stays with the price; where that decides, a case
 * is skipped. Discounts already granted to a line are rules on that line; a surcharge is a line of its own.
 */
import { allocate, roundRate } from '../../../packages/core/src/money/index.ts'
import type { Condition } from '../../../packages/core/src/promotions/index.ts'
import type { Case, Verdict } from '../types.ts'
import type { NeutralPromotion } from './neutral.ts'
import { bpsOf, type Gaps, type NeutralCart, type NeutralCondition, type NeutralLine } from './neutral.ts'
import { judgeCart, type Reader, type Reading, reasonOf } from './read.ts'
import { isHalf, isHalfCent, isPercentOfLess, type Step, stepsOf } from './steps.ts'
import type { Manner } from './terms.ts'
import { onlyKeys, skipping, unmapped } from './unmapped.ts'

type Line = NeutralLine & { itemDiscount?: number; orderDiscountShare?: number }
type Surcharge = {
  id: string
  amount: number
  includedInPrice?: boolean
  taxPercent?: string
  taxLines?: { name: string; percent: string }[]
}
type VendureCart = Omit<NeutralCart, 'lines'> & { lines: Line[]; surcharges?: Surcharge[] }

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
const layerOf = (target: string | undefined): number => (target === 'shipping' ? 2 : target === 'order' ? 1 : 0)
const layers = ['items', 'order', undefined] as const

/**
 * A threshold on the amount with tax, where prices come without: the same as one on the amount without tax when no
 * other promotion moves it and both amounts lie on the same side.
 */
function grossThreshold(condition: NeutralCondition, cart: NeutralCart, gaps: Gaps): Condition | null | undefined {
  const { type, basis, value = 0 } = condition
  if (type !== 'itemsTotal' || basis !== 'gross') return undefined
  const net = cart.lines.reduce((sum, { qty, unitPrice }) => sum + qty * Number(unitPrice), 0)
  const most = Math.max(0, ...(cart.taxRates ?? []).map(({ percent }) => bpsOf(percent, gaps)))
  const isSameSide = cart.promotions.length === 1 && (net >= value || net + roundRate(net, most) < value)
  if (!cart.pricesIncludeTax && !isSameSide) gaps.push('a threshold on the amount with tax, for prices without it')
  return { kind: 'subtotal_at_least', minor: value, base: 'left', items: {} }
}

const manner: Manner = {
  unitPercent: 'line',
  lane: ({ target }) => layers[layerOf(target)],
  layer: ({ target }) => layerOf(target),
  thresholds: 'left',
  condition: grossThreshold,
}

function granted({ id, itemDiscount, orderDiscountShare }: Line): NeutralPromotion[] {
  return [itemDiscount, orderDiscountShare].flatMap((amount, index) => {
    if (amount === undefined) return []
    const action = { type: 'fixed', target: 'line', amount, filter: { lines: [id] } }
    return [{ id: `granted ${index} ${id}`, priority: 999, actions: [action] }]
  })
}

function checkSurcharge(surcharge: Surcharge, cart: VendureCart): void {
  onlyKeys('a surcharge', surcharge, ['id', 'amount', 'includedInPrice', 'taxPercent', 'taxLines'])
  const { includedInPrice, taxPercent, taxLines = [], amount } = surcharge
  if (cart.promotions.length > 0) unmapped('surcharges beside promotions, which would lower them as goods')
  const isCarried = includedInPrice ?? cart.pricesIncludeTax ?? false
  if ((taxPercent !== undefined || taxLines.length > 0) && isCarried !== (cart.pricesIncludeTax ?? false)) {
    unmapped('a surcharge carries its tax and the prices do not; in Siyu a brand has one way')
  }
  const rates = cart.taxRates?.filter(({ category }) => cart.lines.some((line) => line.taxCategory === category)) ?? []
  const isTaxedAlike = taxLines.length === 0 && rates.length > 0 && rates.every(({ percent }) => percent === taxPercent)
  const isOneLine = cart.lines.length === 1
  if (amount < 0 && !(isTaxedAlike && isOneLine))
    unmapped('a surcharge below zero is no amount off goods taxed like it')
}

/** A surcharge is a line of its own, with its own taxes. */
function surchargeLine({ id, amount, taxPercent, taxLines }: Surcharge): NeutralLine {
  const taxes = taxLines ?? (taxPercent === undefined ? [] : [{ name: 'surcharge', percent: taxPercent }])
  return { id: `surcharge ${id}`, qty: 1, unitPrice: amount, taxLines: taxes }
}

/** Below zero, it is an amount off the one line it is taxed like. */
const rebate = ({ id, amount }: Surcharge): NeutralPromotion => {
  return { id: `surcharge ${id}`, actions: [{ type: 'fixed', target: 'order', amount: -amount }] }
}

/** The cart in the words of the general mapping. */
function plainCart(cart: VendureCart): NeutralCart {
  const { surcharges = [], ...rest } = cart
  for (const each of surcharges) checkSurcharge(each, cart)
  const isAlone = cart.promotions.every(
    ({ conditions }) => !conditions?.some(({ type }) => type === 'lineHasNoOtherDiscount'),
  )
  if (!isAlone && cart.promotions.length > 1) unmapped('a promotion on lines without another one, beside others')
  const lines = cart.lines.map(({ itemDiscount, orderDiscountShare, ...line }) => line)
  const extra = surcharges.filter(({ amount }) => amount >= 0).map(surchargeLine)
  const rebates = surcharges.filter(({ amount }) => amount < 0).map(rebate)
  const promotions = [...cart.lines.flatMap(granted), ...rebates, ...cart.promotions]
  return { ...rest, lines: [...lines, ...extra], promotions }
}

/** Half a cent of the tax inside a price is tax in Siyu and price in Vendure. */
function isHalfTax({ cart, quote }: Reading): boolean {
  if (cart.facts.taxes?.mode !== 'inside') return false
  return [...quote.lines, ...(quote.shipping ? [quote.shipping] : [])].some(({ payableMinor, taxes }) => {
    const bps = taxes.reduce((sum, row) => sum + row.bps, 0)
    return isHalf(payableMinor * bps, 10_000 + bps)
  })
}

function isHalfShipping({ cart, quote }: Reading): boolean {
  let left = quote.shipping?.listMinor ?? 0
  return (quote.shipping?.reductions ?? []).some(({ ruleId, minor }) => {
    const { effect } = [...cart.facts.promotions, ...cart.facts.coupons].find(({ id }) => id === ruleId) ?? {}
    const base = left
    left -= minor
    return effect?.kind === 'shipping_off' && 'bps' in effect.off && isHalf(base * effect.off.bps, 10_000)
  })
}

/** On top, Vendure rounds the rates of a line together and shares the sum out to them; Siyu rounds every rate. */
function isRoundedApart({ cart, quote }: Reading): boolean {
  if (cart.facts.taxes?.mode !== 'on_top') return false
  return quote.lines.some(({ taxes }) => {
    const bps = taxes.map((row) => row.bps)
    const total = bps.reduce((sum, each) => sum + each, 0)
    const taxMinor = roundRate(taxes[0]?.baseMinor ?? 0, total)
    // Rates times one number are the same weights, and together never less than the sum to share.
    const weights = bps.map((each) => each * Math.max(taxMinor, 1))
    const shares = taxMinor === 0 ? bps.map(() => 0) : allocate(taxMinor, weights)
    return taxes.some((row, at) => row.taxMinor !== shares[at])
  })
}

/** Each share rounded up, what is too much taken back where rounding added most, from the first among equals. */
function sharesOf(minor: number, weights: readonly number[]): number[] {
  const total = sum(weights)
  const shares = weights.map((weight) => (total === 0 ? 0 : Math.ceil((minor * weight) / total)))
  const added = shares.map((share, at) => share * total - minor * (weights[at] ?? 0))
  for (let over = sum(shares) - minor; over > 0 && total > 0; over -= 1) {
    const most = added.indexOf(Math.max(...added))
    shares[most] = (shares[most] ?? 0) - 1
    added[most] = (added[most] ?? 0) - total
  }
  return shares
}

/** Vendure shares an order discount by what the lines cost with tax, also when prices come without it. */
function isSharedByGross({ rule: { effect }, lines }: Step, { cart, quote }: Reading): boolean {
  if (!('per' in effect) || effect.per !== 'order' || !cart.facts.taxes) return false
  const isOnTop = cart.facts.taxes.mode === 'on_top'
  const weights = quote.lines.map(({ taxes }, at) => {
    const left = lines[at]?.leftMinor ?? 0
    return isOnTop ? left + roundRate(left, sum(taxes.map(({ bps }) => bps))) : left
  })
  const shares = sharesOf(sum(lines.map(({ takenMinor }) => takenMinor)), weights)
  return shares.some((share, at) => share !== lines[at]?.takenMinor)
}

/** Vendure asks for the threshold of a discount on units before every line, on what the lines before have left. */
function isThresholdCrossed({ promotions }: NeutralCart, { quote: { listMinor, reductionMinor } }: Reading): boolean {
  return promotions.some(({ actions, conditions = [] }) => {
    const isCrossed = conditions.some(
      ({ type, value = 0 }) => type === 'itemsTotal' && listMinor - reductionMinor < value && value <= listMinor,
    )
    return isCrossed && actions.some(({ target }) => layerOf(target) === 0)
  })
}

function differs(cart: NeutralCart, reading: Reading): string | null {
  const steps = stepsOf(reading)
  if (steps.some(isHalfCent) || isHalfShipping(reading)) {
    return 'Vendure rounds half a cent of a discount down; Siyu away from zero'
  }
  if (steps.some(isPercentOfLess)) {
    return 'Vendure takes each percentage off a unit of its list price; Siyu of what earlier rules left'
  }
  if (steps.some((step) => isSharedByGross(step, reading))) {
    return 'Vendure shares an order discount by prices with tax, spare cents to later lines; Siyu by listed prices, to earlier ones'
  }
  if (isThresholdCrossed(cart, reading)) return 'Vendure asks for a threshold before every line; Siyu once for the rule'
  if (isRoundedApart(reading)) return 'Vendure rounds several taxes on top of a line together; Siyu each by itself'
  return isHalfTax(reading) ? 'Vendure rounds half a cent of the tax inside a price down; Siyu away from zero' : null
}

/** What a code was refused for; conditions that do not hold refuse none. */
function errorOf(code: string, reading: Reading): 'invalid' | 'expired' | 'limit' | null {
  const reason = reasonOf(code, reading)
  if (reason === 'ended') return 'expired'
  if (reason === 'uses_spent' || reason === 'member_uses_spent') return 'limit'
  return reason === 'unknown' || reason === 'not_started' || reason === 'inactive' ? 'invalid' : null
}

function judge(testCase: Case): Verdict {
  const cart = plainCart(testCase.input as unknown as VendureCart)
  const codes = [...new Set(cart.codes ?? [])]
  const errors = (reading: Reading): string[] => codes.flatMap((code) => errorOf(code, reading) ?? [])
  const reader: Reader = {
    words: {
      couponAccepted: (_, reading) => errors(reading).length === 0,
      couponError: (_, reading) => errors(reading)[0] ?? null,
      codesKept: (_, reading) => codes.filter((code) => errorOf(code, reading) === null),
    },
    differs: (reading) => differs(cart, reading),
  }
  return judgeCart(testCase, cart, manner, reader)
}

/** Judges a case of Vendure. */
export function vendure(testCase: Case): Verdict {
  const kind = testCase.input['kind'] ?? 'cart'
  if (kind !== 'cart') return { kind: 'skipped', reason: `a ${kind} case of Vendure is not mapped` }
  return skipping(judge)(testCase)
}

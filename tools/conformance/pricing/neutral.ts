/**
 * The neutral cart the cases are written in, as much of it as is mapped. Money is in minor units, percents are decimal
 * strings. Whatever a case holds beyond these keys is a gap, never ignored.
 */
export type NeutralCart = {
  kind?: string
  currency: string
  exponent: number
  pricesIncludeTax?: boolean
  lines: NeutralLine[]
  shipping?: NeutralShipping[]
  promotions: NeutralPromotion[]
  codes?: string[]
  customer?: { groups?: string[]; completedOrders?: number }
  taxRates?: NeutralTaxRate[]
  taxStrategy?: 'line' | 'unit'
  taxCalculator?: 'default' | 'decimal'
  catalogPromotions?: { id: string; type: string; percent?: string; amount?: number; sku: string }[]
  reachedByEdits?: boolean
}

export type NeutralLine = {
  id: string
  sku?: string
  spu?: string
  qty: number
  unitPrice?: number | string
  lineSubtotal?: number | string
  categories?: string[]
  facets?: string[]
  minUnitPrice?: number
  taxCategory?: string | null
  taxLines?: { name: string; percent: string }[]
  selected?: boolean
}

export type NeutralShipping = {
  id: string
  price: number
  taxCategory?: string | null
  taxPercent?: string
  taxName?: string
  includedInPrice?: boolean
}

export type NeutralTaxRate = { name?: string; category?: string | null; percent: string; includedInPrice?: boolean }

export type NeutralPromotion = {
  id: string
  code?: string | null
  priority?: number | null
  exclusive?: boolean
  enabled?: boolean
  window?: 'active' | 'expired' | 'notStarted'
  usage?: NeutralUsage
  appliesToDiscounted?: boolean
  conditions?: NeutralCondition[]
  actions: NeutralAction[]
}

/** `used` and `customerUsed` already count, or leave out, the uses of cancelled orders as the shop wants it. */
export type NeutralUsage = {
  limit?: number | null
  used?: number
  perCustomerLimit?: number | null
  customerUsed?: number
  cancelledUses?: number
  cancelledUsesCount?: boolean
}

export type NeutralCondition = {
  type: string
  op?: string
  value?: number
  basis?: string
  sku?: string
  skus?: string[]
  categories?: string[]
  category?: string
  facets?: string[]
  group?: string
  n?: number
  ids?: string[]
}

export type NeutralFilter = {
  categories?: string[]
  facets?: string[]
  skus?: string[]
  spus?: string[]
  minUnitPrice?: number
  maxUnitPrice?: number
  /** Line ids. No case says this; a suite may, for a discount already granted to one line. */
  lines?: string[]
}

export type NeutralAction = {
  type: string
  target?: string
  percent?: string
  amount?: number | string
  capAmount?: number
  maxQuantity?: number
  groupSize?: number
  filter?: NeutralFilter
}

/** What of a case cannot be said to Siyu, one sentence each. A case with a gap is skipped with these words. */
export type Gaps = string[]

/** Says that `thing` holds keys nobody maps. */
export function unknownKeys(thing: object, known: readonly string[], where: string, gaps: Gaps): void {
  for (const key of Object.keys(thing)) {
    if (!known.includes(key)) gaps.push(`${where} has ${key}, which is not mapped`)
  }
}

/** A decimal percent in basis points; a gap when it is finer than those. */
export function bpsOf(percent: string | undefined, gaps: Gaps): number {
  const [, whole, tenths = ''] = /^(\d+)(?:\.(\d+))?$/.exec(percent ?? '') ?? []
  if (whole === undefined) gaps.push(`a rate of ${percent} % has no word in basis points`)
  if (/[1-9]/.test(tenths.slice(2))) gaps.push('a percentage is finer than a basis point')
  return Number(whole ?? 0) * 100 + Number(tenths.padEnd(2, '0').slice(0, 2))
}

/** An amount in whole minor units; a gap when it is not whole, or below zero. */
export function minorOf(amount: number | string | undefined | null, gaps: Gaps): number {
  const minor = Number(amount)
  if (amount === undefined || amount === null || !Number.isSafeInteger(minor)) {
    gaps.push(`${amount} is not a whole number of minor units`)
    return 0
  }
  if (minor < 0) gaps.push('an amount is below zero')
  return Math.max(minor, 0)
}

import { earnCount, expire, type PointsLot, spendable, takeLots } from '../../packages/core/src/points/index.ts'
import { quote } from '../../packages/core/src/pricing/index.ts'
import { growthFor, tierFor } from '../../packages/core/src/tiers/index.ts'
import type { Case, Suite, Verdict } from './types.ts'
import { compared, skipped } from './verdict.ts'

const dayMs = 86_400_000
/** Both rates of earning are in basis points, so together they are in hundred-millionths. */
const EARN_UNITS = 100_000_000

const missing: Readonly<Record<string, string>> = {
  earnRules: 'earning rules by SKU, label or delivery: no API yet',
  eventBonus: 'points for an event that is no order: no API yet',
  shareGrant: 'sharing granted points over lines: no API yet',
}

const ops: Readonly<Record<string, Suite>> = { earn, redeem, tier, ledger }

/** Points against `@siyu/core/points`, tiers and quotes. */
export const pointsSuite: Suite = (testCase) => {
  const name = String(testCase.input['op'])
  return ops[name]?.(testCase) ?? skipped(missing[name] ?? `no such rule of points here: ${name}`)
}

type Line = { id: string; qty: number; unitPrice: number; selected: boolean; skuPoints?: number }
type EarnInput = {
  exponent: number
  rule: { pointsPerMajorUnit?: number; minorUnitsPerPoint?: number; minorUnitsPerRedeemedPoint?: number }
  lines?: Line[]
  orderTotal: number
  pointsRedeemed: number
  returnedTotal: number
  cancelled?: boolean
}

function earn({ input, expect }: Case): Verdict {
  const { exponent, rule, lines, orderTotal, pointsRedeemed, returnedTotal, cancelled } = input as EarnInput
  if (lines?.some(({ skuPoints }) => skuPoints)) return skipped('points granted by a SKU: no API yet')
  const units = rule.pointsPerMajorUnit
    ? (rule.pointsPerMajorUnit * EARN_UNITS) / 10 ** exponent
    : EARN_UNITS / (rule.minorUnitsPerPoint ?? 1)
  if (!Number.isSafeInteger(units)) return skipped('an earning rate finer than the product of two basis points')
  const count = (minor: number): number => earnCount(minor, ...ratesOf(units))
  if (lines) {
    const own = lines.map(({ id, qty, unitPrice, selected }) => [id, selected ? count(qty * unitPrice) : 0] as const)
    const points = own.reduce((sum, [, each]) => sum + each, 0)
    return compared(expect, { points, lines: Object.fromEntries(own) })
  }
  if (pointsRedeemed > 0) return skipped('an entry for the redemption beside the earned one: kept apart here')
  const points = cancelled ? 0 : count(orderTotal - returnedTotal)
  return compared(expect, { points, redemptionEntry: null, entryExists: points > 0 })
}

/** The rate as one of earning and a multiplier. */
function ratesOf(units: number): [earnBps: number, multiplierBps: number] {
  return units % 10_000 === 0 ? [units / 10_000, 10_000] : [1, units]
}

type RedeemInput = {
  currency: string
  balance: number
  usePoints: boolean
  rule: { centsPerPoint: number; maxPointsPerOrder: number | null }
  lines: Line[]
}

function redeem({ input, expect }: Case): Verdict {
  const { currency, balance, usePoints, rule, lines } = input as RedeemInput
  const selected = lines.filter((line) => line.selected)
  const requestedCount = usePoints ? Math.min(balance, rule.maxPointsPerOrder ?? 0) : 0
  const total = selected.reduce((sum, { qty, unitPrice }) => sum + qty * unitPrice, 0)
  const isUneven = selected.some(
    ({ qty, unitPrice }) => (requestedCount * rule.centsPerPoint * qty * unitPrice) % total,
  )
  if (isUneven) return skipped('shares of points rounded down, the rest to the last line: largest fractions here')
  const settings = { redeemCount: 1, redeemMinor: rule.centsPerPoint, redeemMaxBps: 10_000 }
  const quoted = quote({
    currency,
    lines: selected.map(({ id, qty, unitPrice }) => {
      const title = { zh: id, en: id }
      return { lineId: id, skuId: id, productId: id, title, quantity: qty, listMinor: unitPrice, memberPrices: [] }
    }),
    tierId: null,
    promotions: [],
    coupons: [],
    couponIds: null,
    points: {
      requestedCount,
      spendableCount: balance,
      settings: { ...settings, redeemStepCount: 1, redeemMinimumCount: 0 },
    },
    now: 0,
  })
  const own = lines.map(({ id, qty, unitPrice }) => {
    const net = quoted.lines.find(({ lineId }) => lineId === id)?.payableMinor ?? qty * unitPrice
    return [id, { discount: qty * unitPrice - net, total: net }] as const
  })
  const got = { pointsUsed: quoted.pointsCount, discount: quoted.pointsMinor, total: quoted.payableMinor }
  return compared(expect, { ...got, lines: Object.fromEntries(own) })
}

type TierInput = { tiers: { name: string; minSpent: number }[]; spentBefore: number; currentAmount: number }

function tier({ input, expect }: Case): Verdict {
  const { tiers, spentBefore, currentAmount } = input as TierInput
  const rising = tiers.toSorted((a, b) => a.minSpent - b.minSpent)
  const settings = rising.map(({ name, minSpent }) => {
    const words = { zh: name, en: name }
    return { id: name, name: words, growthRequired: minSpent, rateBps: 10_000, pointsMultiplierBps: 10_000 }
  })
  const found = tierFor({ tiers: settings }, growthFor(spentBefore + currentAmount, 10_000))
  return compared(expect, { tier: found.id })
}

type Entry = { day: number; type: 'earn' | 'redeem' | 'expire' | 'check'; id?: string; points?: number }

/** Plays the entries against lots. A check says what it asks for: the lots that have something left, or the balance. */
function ledger({ input, expect }: Case): Verdict {
  const { entries, expireAfterDays } = input as { entries: Entry[]; expireAfterDays: number }
  const asked = expect['checks'] as Readonly<Record<string, unknown>>[]
  const checks: Record<string, unknown>[] = []
  let lots: readonly PointsLot[] = []
  for (const { day, type, id = '', points = 0 } of entries) {
    const now = day * dayMs
    if (type === 'earn') lots = [...lots, lotOf(id, points, now, now + expireAfterDays * dayMs)]
    if (type === 'redeem') lots = afterRedeeming(lots, points, now)
    if (type === 'expire') lots = lots.map((lot) => afterExpiry(lot, now))
    if (type === 'check') checks.push(checkOf(lots, asked[checks.length] ?? {}, now))
  }
  return compared(expect, { checks })
}

function lotOf(id: string, count: number, activeAt: number, expiresAt: number): PointsLot {
  return { id, amountCount: count, remainingCount: count, activeAt, expiresAt, orderId: null, isGrace: false }
}

function afterRedeeming(lots: readonly PointsLot[], count: number, now: number): readonly PointsLot[] {
  const takes = takeLots(lots, count, now)
  if (takes === undefined) throw new Error(`${count} points are not there`)
  const taken = new Map(takes.map((take) => [take.lotId, take.count]))
  return lots.map((lot) => ({ ...lot, remainingCount: lot.remainingCount - (taken.get(lot.id) ?? 0) }))
}

function afterExpiry(lot: PointsLot, now: number): PointsLot {
  const decision = expire({ memberId: 'member', lot, now })
  const lost = 'events' in decision ? decision.events.reduce((sum, { count }) => sum + count, 0) : 0
  return { ...lot, remainingCount: lot.remainingCount - lost }
}

function checkOf(lots: readonly PointsLot[], asked: Readonly<Record<string, unknown>>, now: number): typeof asked {
  const left = lots.filter(({ remainingCount }) => remainingCount > 0)
  const available = Object.fromEntries(left.map(({ id, remainingCount }) => [id, remainingCount]))
  const all: Readonly<Record<string, unknown>> = { available, balance: spendable(lots, 0, now) }
  return Object.fromEntries(Object.keys(asked).map((key) => [key, all[key]]))
}

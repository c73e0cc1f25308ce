import { endOf, expireDue, type PointsLot, spendable, takeLots } from '../../packages/core/src/points/index.ts'
import { growthFor, tierFor } from '../../packages/core/src/tiers/index.ts'
import { earn, redeem, shareGrant } from './points/purchases.ts'
import { earnRules, eventBonus } from './points/rules.ts'
import type { Case, Suite, Verdict } from './types.ts'
import { compared, skipped } from './verdict.ts'

const dayMs = 86_400_000

const ops: Readonly<Record<string, Suite>> = { earn, redeem, shareGrant, tier, earnRules, eventBonus, ledger }

/** Points against `@siyu/core/points`, tiers and quotes. */
export const pointsSuite: Suite = (testCase) => {
  const name = String(testCase.input['op'])
  return ops[name]?.(testCase) ?? skipped(`no such rule of points here: ${name}`)
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
  const { entries, expireAfterDays: days } = input as { entries: Entry[]; expireAfterDays: number }
  const life = { expiry: { kind: 'days', days } as const, offsetAt: () => 0 }
  const asked = expect['checks'] as Readonly<Record<string, unknown>>[]
  const checks: Record<string, unknown>[] = []
  let lots: readonly PointsLot[] = []
  for (const { day, type, id = `lot ${lots.length}`, points = 0 } of entries) {
    const now = day * dayMs
    if (type === 'earn') lots = [...lots, lotOf(id, points, now, endOf(life, now))]
    if (type === 'redeem') lots = afterRedeeming(lots, points, now)
    if (type === 'expire') lots = afterExpiry(lots, now)
    if (type === 'check') checks.push(checkOf(lots, asked[checks.length] ?? {}, now))
  }
  return compared(expect, { checks })
}

function lotOf(id: string, count: number, activeAt: number, expiresAt: number | null): PointsLot {
  return { id, amountCount: count, remainingCount: count, activeAt, expiresAt, orderId: null, isGrace: false }
}

function afterRedeeming(lots: readonly PointsLot[], count: number, now: number): readonly PointsLot[] {
  const takes = takeLots(lots, count, now)
  if (takes === undefined) throw new Error(`${count} points are not there`)
  const taken = new Map(takes.map((take) => [take.lotId, take.count]))
  return lots.map((lot) => ({ ...lot, remainingCount: lot.remainingCount - (taken.get(lot.id) ?? 0) }))
}

function afterExpiry(lots: readonly PointsLot[], now: number): readonly PointsLot[] {
  const owned = lots.map((lot) => ({ ...lot, memberId: 'member' }))
  const lost = new Map(expireDue(owned, now).map(({ lotId, count }) => [lotId, count]))
  return lots.map((lot) => ({ ...lot, remainingCount: lot.remainingCount - (lost.get(lot.id) ?? 0) }))
}

function checkOf(lots: readonly PointsLot[], asked: Readonly<Record<string, unknown>>, now: number): typeof asked {
  const left = lots.filter(({ remainingCount }) => remainingCount > 0)
  const available = Object.fromEntries(left.map(({ id, remainingCount }) => [id, remainingCount]))
  const all: Readonly<Record<string, unknown>> = { available, balance: spendable(lots, 0, now) }
  return Object.fromEntries(Object.keys(asked).map((key) => [key, all[key]]))
}

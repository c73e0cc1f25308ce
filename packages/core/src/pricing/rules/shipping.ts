import { shippingMinor } from '../../shipping/index.ts'
import type { Explanation, Reduction } from '../schema.ts'
import { linesFor, unmet, unmetOf } from './conditions.ts'
import { offOf } from './effects.ts'
import type { PricedLine } from './facts.ts'
import { blocked, entered, explained, idle, openLane } from './lanes.ts'
import { type Rule, usageOf, type World } from './world.ts'

/** What shipping this basket costs before anything is taken off; null when it is not known or not charged for. */
export function shippingList(world: World): number | null {
  const { shipping, place } = world.facts
  if (shipping === null || shipping === undefined || shipping.templates.length === 0) return null
  const parcel = world.lines.map((line, at) => parcelOf(line, line.quantity, world.left[at] as number))
  for (const { sku, count } of world.gifts) parcel.push(parcelOf(sku, count, 0))
  const found = shippingMinor(shipping, place?.region ?? null, parcel)
  return found.ok ? found.minor : null
}

function parcelOf(
  { shippingTemplateId, weightGrams, volumeMl }: Pick<PricedLine, 'shippingTemplateId' | 'weightGrams' | 'volumeMl'>,
  quantity: number,
  goodsMinor: number,
): Parameters<typeof shippingMinor>[2][number] {
  const templateId = shippingTemplateId ?? null
  return { templateId, quantity, weightGrams: weightGrams ?? 0, volumeMl: volumeMl ?? 0, goodsMinor }
}

/** What a rule takes off shipping that still costs so much. */
export function shippingOff({ effect }: Rule, leftMinor: number): number {
  if (effect.kind !== 'shipping_off') return 0
  return Math.min(offOf(effect.off, leftMinor), effect.capMinor ?? leftMinor)
}

/** Lets the shipping promotions and then the chosen coupons lower what shipping costs. */
export function lowerShipping(
  world: World,
  rules: readonly Rule[],
  listMinor: number | null,
  explain: Explanation[],
): readonly Reduction[] {
  const lane = openLane()
  const reductions: Reduction[] = []
  let left = listMinor ?? 0
  for (const rule of rules) {
    const why =
      idle(world, rule) ??
      blocked(world, rule, lane) ??
      unmetOf(world, rule, linesFor(world, rule.items)) ??
      (listMinor === null ? unmet('no_shipping') : null)
    const minor = why === null ? affordable(world, rule, shippingOff(rule, left)) : 0
    if (minor > 0) {
      left -= minor
      reductions.push({ source: rule.source, ruleId: rule.id, funder: rule.funder, minor })
      entered(world, rule, lane)
    }
    explain.push(
      explained(rule, minor, why ?? (minor > 0 ? null : unmet(left === 0 ? 'nothing_left' : 'budget_spent'))),
    )
  }
  return reductions
}

function affordable(world: World, rule: Rule, minor: number): number {
  const budget = usageOf(world, rule)?.budgetLeftMinor ?? null
  return budget === null || minor <= budget ? minor : 0
}

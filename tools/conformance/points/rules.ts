import { type EarnRule, earnFor } from '../../../packages/core/src/points/index.ts'
import type { ItemFilter } from '../../../packages/core/src/promotions/index.ts'
import type { Case, Verdict } from '../types.ts'
import { compared, skipped } from '../verdict.ts'
import { factsOf, fractionOf, lineOf, programOf, rule, somebody } from './shop.ts'

type Label = [key: string, value: string]
type Line = { sku: string; qty: number; total: number; labels?: Record<string, string>; isDelivery?: boolean }
type PerMajorUnit = {
  type: 'perMajorUnit'
  points: number | string
  excludeSkus?: string[]
  excludeLabels?: Label[]
  includeLabels?: Label[]
  labelMode?: string
  excludeDelivery?: boolean
  minOrderTotal?: number
  stopAfter?: boolean
}
type Rule =
  | PerMajorUnit
  | { type: 'skuBonus'; skus: string[]; points: number; stopAfter?: boolean }
  | { type: 'multiplier'; factor: number | string; skus?: string[]; labels?: Label[]; stopAfter?: boolean }
  | {
      type: 'labelMultipliers'
      multipliers: { label: Label; factor: number | string }[]
      stopAfter?: boolean
    }
type Input = { exponent: number; lines: Line[]; rules: Rule[] }

const DELIVERY = 'delivery'
/** A label of a product is a tag here. */
const tagOf = ([key, value]: Label): string => `${key}=${value}`

/** A purchase under rules by amount, SKU and label. */
export function earnRules({ input, expect }: Case): Verdict {
  const { exponent, lines, rules } = input as Input
  if (!Number.isInteger(Number(expect['points']))) return skipped('parts of points; here they are whole')
  const known = new Set(['perMajorUnit', 'skuBonus', 'multiplier', 'labelMultipliers'])
  const unknown = rules.find(({ type }) => !known.has(type))
  if (unknown !== undefined) return skipped(`no such rule of earning here: ${unknown.type}`)
  const program = programOf(rules.flatMap((each, place) => rulesOf(each, `r${place}`, exponent)))
  const own = lines.map(({ sku, qty, total, labels = {}, isDelivery }, place) => {
    const tags = [...Object.entries(labels).map(tagOf), ...(isDelivery === true ? [DELIVERY] : [])]
    return lineOf(`l${place}`, sku, qty, total, tags)
  })
  return compared(expect, { points: earnFor(factsOf(program, own)).count })
}

function rulesOf(each: Rule, id: string, exponent: number): readonly EarnRule[] {
  const last = each.stopAfter === true ? { last: true } : {}
  switch (each.type) {
    case 'perMajorUnit':
      return [perMajorUnit(each, id, exponent)]
    case 'skuBonus':
      return [rule(id, { kind: 'fixed', count: each.points, per: 'line' }, { items: { skuIds: each.skus }, ...last })]
    case 'multiplier':
      return multipliers(each, id).map((made) => ({ ...made, ...last }))
    case 'labelMultipliers':
      return each.multipliers.map(({ label, factor }, place) => {
        const isEnd = place === each.multipliers.length - 1
        return rule(`${id}.${place}`, multiply(factor), { items: { tags: [tagOf(label)] }, ...(isEnd ? last : {}) })
      })
  }
}

function perMajorUnit(said: PerMajorUnit, id: string, exponent: number): EarnRule {
  const { points, excludeSkus = [], excludeLabels = [], includeLabels = [], labelMode, excludeDelivery } = said
  const { over, under } = fractionOf(points)
  const delivery: readonly ItemFilter[] = excludeDelivery === true ? [{ tags: [DELIVERY] }] : []
  const excluded = labelMode === 'include' ? [] : excludeLabels
  const except = [
    ...(excludeSkus.length > 0 ? [{ skuIds: excludeSkus }] : []),
    ...(excluded.length > 0 ? [{ tags: excluded.map(tagOf) }] : []),
    ...delivery,
  ]
  const isIncluding = includeLabels.length > 0 && labelMode !== 'exclude'
  const counted = delivery.length > 0 ? { except: { tags: [DELIVERY] } } : {}
  const least = { kind: 'subtotal_at_least', minor: said.minOrderTotal ?? 0, items: counted } as const
  return rule(
    id,
    { kind: 'per_amount', count: over, perMinor: under * 10 ** exponent },
    {
      ...(isIncluding && { items: { tags: includeLabels.map(tagOf) } }),
      ...(except.length > 0 && { except }),
      ...(said.minOrderTotal !== undefined && { conditions: [least] }),
      ...(said.stopAfter === true && { last: true }),
    },
  )
}

/** A line is multiplied once, whether its SKU is named or its label or both. */
function multipliers(
  { factor, skus = [], labels = [] }: Extract<Rule, { type: 'multiplier' }>,
  id: string,
): readonly EarnRule[] {
  const byLabel = { tags: labels.map(tagOf), ...(skus.length > 0 && { except: { skuIds: skus } }) }
  return [
    ...(skus.length > 0 ? [rule(`${id}.sku`, multiply(factor), { items: { skuIds: skus } })] : []),
    ...(labels.length > 0 ? [rule(`${id}.label`, multiply(factor), { items: byLabel })] : []),
  ]
}

function multiply(factor: number | string): EarnRule['effect'] {
  const { over, under } = fractionOf(factor)
  return { kind: 'multiply', bps: (over * 10_000) / under }
}

type EventInput = { rules: { event: string; points: number }[]; event: string }

/** An event that is no purchase, said as a channel on which nothing is paid: of several rules the best. */
export function eventBonus({ input, expect }: Case): Verdict {
  const { rules, event } = input as EventInput
  const made = rules
    .toSorted((a, b) => b.points - a.points)
    .map(({ event: channel, points: count }, place) =>
      rule(
        `e${place}`,
        { kind: 'fixed', count, per: 'order' },
        {
          conditions: [{ kind: 'channel_in', channels: [channel] }],
          last: true,
        },
      ),
    )
  const facts = factsOf(programOf(made), [lineOf('event', 'event', 1, 0)])
  const place = { ...somebody.place, channel: event }
  return compared(expect, { points: earnFor({ ...facts, place }).count })
}

import type { Condition, Effect, ItemFilter } from '@siyu/core/promotions'

/** What an operator sets out to make. Every one is a preset of an effect. */
export type RuleKind =
  | 'full'
  | 'every'
  | 'percent'
  | 'amount'
  | 'price'
  | 'pieces'
  | 'buyGet'
  | 'second'
  | 'bundle'
  | 'gift'
  | 'shipping'

export const ruleKinds: readonly RuleKind[] = [
  'full',
  'every',
  'percent',
  'amount',
  'price',
  'pieces',
  'buyGet',
  'second',
  'bundle',
  'gift',
  'shipping',
]

/** A number that is still to be typed. */
export const UNKNOWN: number = Number.NaN

/** The effect a kind begins with. */
export function presetOf(kind: RuleKind): Effect {
  switch (kind) {
    case 'full':
      return { kind: 'ladder', by: 'amount', steps: [{ from: UNKNOWN, off: { minor: UNKNOWN } }] }
    case 'every':
      return { kind: 'every_full', everyMinor: UNKNOWN, minor: UNKNOWN, maxTimes: null }
    case 'percent':
      return { kind: 'percent_off', bps: UNKNOWN, capMinor: null }
    case 'amount':
      return { kind: 'amount_off', minor: UNKNOWN }
    case 'price':
      return { kind: 'set_price', minor: UNKNOWN, per: 'unit' }
    case 'pieces':
      return { kind: 'ladder', by: 'quantity', steps: [{ from: 2, off: { bps: UNKNOWN } }] }
    case 'buyGet':
      return { kind: 'buy_get', buyCount: 2, getCount: 1, bps: 10_000 }
    case 'second':
      return { kind: 'buy_get', buyCount: 1, getCount: 1, bps: 5_000, per: 'line' }
    case 'bundle':
      return { kind: 'bundle_price', parts: [{ count: 3 }], minor: UNKNOWN }
    case 'gift':
      return { kind: 'gift', skuId: '', count: 1 }
    case 'shipping':
      return { kind: 'shipping_off', off: { bps: 10_000 } }
  }
}

/** The kind that an effect is an instance of. */
export function kindOf(effect: Effect): RuleKind {
  switch (effect.kind) {
    case 'ladder':
      return effect.by === 'amount' ? 'full' : 'pieces'
    case 'buy_get':
      return effect.per === 'line' && effect.bps < 10_000 ? 'second' : 'buyGet'
    case 'every_full':
      return 'every'
    case 'percent_off':
      return 'percent'
    case 'amount_off':
      return 'amount'
    case 'set_price':
      return 'price'
    case 'bundle_price':
      return 'bundle'
    case 'gift':
      return 'gift'
    case 'shipping_off':
      return 'shipping'
  }
}

export type ConditionKind = Condition['kind']

/** Kinds of conditions by what they ask about, in the order they are offered. */
export const conditionGroups: Readonly<
  Record<'basket' | 'shopper' | 'place' | 'time' | 'several', readonly ConditionKind[]>
> = {
  basket: ['subtotal_at_least', 'quantity_at_least'],
  shopper: ['tier_in', 'order_number', 'joined_within', 'member_tag_in', 'segment_in'],
  place: ['channel_in', 'community_in', 'shop_in', 'region_in', 'shipping_method_in'],
  time: ['weekday_in', 'minutes_between'],
  several: ['any', 'all', 'not'],
}

/** A condition of a kind with nothing filled in. */
export function emptyCondition(kind: ConditionKind): Condition {
  switch (kind) {
    case 'subtotal_at_least':
      return { kind, minor: UNKNOWN }
    case 'quantity_at_least':
      return { kind, count: UNKNOWN }
    case 'joined_within':
      return { kind, days: UNKNOWN }
    case 'order_number':
      return { kind, from: 1, to: 1 }
    case 'weekday_in':
      return { kind, days: [6, 7] }
    case 'minutes_between':
      return { kind, from: 9 * 60, to: 18 * 60 }
    case 'all':
    case 'any':
      return { kind, of: [emptyCondition('tier_in'), emptyCondition('order_number')] }
    case 'not':
      return { kind, of: emptyCondition('tier_in') }
    default:
      return withNames({ kind } as NamesCondition, [])
  }
}

/** Conditions that hold one list of names. */
export type NamesCondition = Extract<
  Condition,
  {
    readonly kind:
      | 'tier_in'
      | 'member_tag_in'
      | 'segment_in'
      | 'channel_in'
      | 'community_in'
      | 'shop_in'
      | 'region_in'
      | 'shipping_method_in'
  }
>

const nameKeys = {
  tier_in: 'tierIds',
  member_tag_in: 'tags',
  segment_in: 'segmentIds',
  channel_in: 'channels',
  community_in: 'communityIds',
  shop_in: 'shopIds',
  region_in: 'regions',
  shipping_method_in: 'methodIds',
} as const satisfies Readonly<Record<NamesCondition['kind'], string>>

/** The list of a condition that holds one. */
export function namesOf(condition: NamesCondition): readonly string[] {
  return (condition as unknown as Readonly<Record<string, readonly string[]>>)[nameKeys[condition.kind]] ?? []
}

export function withNames({ kind }: NamesCondition, names: readonly string[]): NamesCondition {
  return { kind, [nameKeys[kind]]: names } as unknown as NamesCondition
}

/** How many levels of all, any and not are below, this one included. */
export function depthOf(condition: Condition): number {
  if (!('of' in condition)) return 0
  const inside = condition.kind === 'not' ? [condition.of] : condition.of
  return 1 + Math.max(0, ...inside.map(depthOf))
}

/** The filter without what restricts nothing; null when nothing is left of it. */
export function tidyItems(filter: ItemFilter): ItemFilter | null {
  const kept = Object.entries(filter).filter(([, value]) => {
    if (Array.isArray(value)) return value.length > 0
    if (typeof value === 'object' && value !== null) return tidyItems(value as ItemFilter) !== null
    return value !== undefined && value !== false
  })
  return kept.length === 0 ? null : (Object.fromEntries(kept) as ItemFilter)
}

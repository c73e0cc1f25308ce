import { byPriority, type ItemFilter, type Promotion, type Stacking, type Terms } from '../../promotions/index.ts'
import type { PricedLine } from './facts.ts'
import { type Measure, nowhere, type Period, type Places, type Rule } from './world.ts'

/** The promotions of a basket by layer, each in the order they run. */
export type Lanes = { readonly [L in 'price' | 'items' | 'order' | 'shipping']: readonly Rule[] } & {
  readonly index: Index
}

/** For each of `kinds` that rules name lines by, by what a line carries, the slots of those that name it. */
type Index = (Map<string, number[]> | undefined)[]

/** What filters name lines by, and where lines carry it. */
export const kinds = [
  ['skuIds', 'skuId'],
  ['productIds', 'productId'],
  ['categories', 'categories'],
  ['tags', 'tags'],
] as const

const known = new WeakMap<readonly Promotion[], Lanes>()

/** Promotions made ready; remembered for as long as the list itself, which nobody changes. */
export function lanesOf(promotions: readonly Promotion[]): Lanes {
  const found = known.get(promotions)
  if (found) return found
  const index: Index = []
  const made = { price: [] as Rule[], items: [] as Rule[], order: [] as Rule[], shipping: [] as Rule[], index }
  const inOrder = [...promotions].sort(byPriority)
  for (let slot = 0; slot < inOrder.length; slot += 1) {
    const promotion = inOrder[slot] as Promotion
    const lane = laneOf(promotion)
    const where = enter(index, promotion.items, slot)
    made[lane].push(ruleOf(lane === 'price' ? 'timed_price' : 'promotion', promotion, promotion.id, promotion, where))
  }
  known.set(promotions, made)
  return made
}

function laneOf({ effect, stacking }: Promotion): 'price' | 'items' | 'order' | 'shipping' {
  const { kind } = effect
  if (kind === 'shipping_off') return 'shipping'
  const isPerUnit = 'per' in effect && effect.per === 'unit'
  const lane = stacking?.lane ?? (kind === 'set_price' ? 'price' : undefined)
  if (lane === 'price') return isPerUnit ? 'price' : 'items'
  const isOnItems = isPerUnit || kind === 'buy_get' || kind === 'bundle_price' || kind === 'gift'
  return lane ?? (isOnItems ? 'items' : 'order')
}

/** Enters a rule under the first names its filter has; where that says no more, lines so named need no test. */
function enter(index: Index, items: ItemFilter | null | undefined, slot: number): Pick<Rule, 'items' | 'slot'> {
  const kind = kinds.findIndex(([list]) => items?.[list])
  const named = items?.[kinds[kind]?.[0] as 'tags']
  if (!named) return { items, slot: null }
  const slots = index[kind] ?? new Map<string, number[]>()
  index[kind] = slots
  for (const name of named) {
    const own = slots.get(name)
    if (own) own.push(slot)
    else slots.set(name, [slot])
  }
  const isMore = Object.values(items).some((part) => part !== named && part !== undefined)
  return { items: isMore ? items : null, slot }
}

/** What a line carries of a kind. */
export function namesOf(line: PricedLine, kind: (typeof kinds)[number][1]): readonly string[] {
  const own = line[kind] ?? nothing
  return typeof own === 'string' ? [own] : own
}

/** The lines that rules name, by slot. */
export function namedIn(index: Index, lines: readonly PricedLine[]): readonly (Places | undefined)[] {
  const named: number[][] = []
  for (let kind = 0; kind < kinds.length; kind += 1) {
    const slots = index[kind]
    const own = (kinds[kind] as (typeof kinds)[number])[1]
    for (let at = 0; slots && at < lines.length; at += 1) {
      const names = (lines[at] as PricedLine)[own] ?? nothing
      if (typeof names === 'string') mark(named, slots.get(names), at)
      else for (let place = 0; place < names.length; place += 1) mark(named, slots.get(names[place] as string), at)
    }
  }
  return named
}

const nothing: readonly string[] = []

function mark(named: number[][], slots: readonly number[] = nowhere, at: number): void {
  for (let place = 0; place < slots.length; place += 1) {
    const slot = slots[place] as number
    const places = named[slot]
    if (!places) named[slot] = [at]
    else if (places[places.length - 1] !== at) places.push(at)
  }
}

type NamedTerms = Omit<Terms, 'effect'> & { readonly id: string; readonly effect: Rule['effect'] }

/** A rule made ready to run; its limits are counted under `usageId`. Field by field: all are read for every basket. */
export function ruleOf(
  source: Rule['source'],
  { id, name, funder, conditions, items, effect, stacking: own }: NamedTerms,
  usageId: string,
  { active, startsAt, endsAt }: Period,
  where: Pick<Rule, 'items' | 'slot'> = { items, slot: null },
): Rule {
  const isPrice = source !== 'promotion' && source !== 'coupon'
  const stacking = isPrice ? asPrice(own, effect) : (own ?? {})
  const { group, mode = 'stackable', exclusive, stackWith, neverWith } = stacking
  // Coupons that say nothing about stacking are all of one group.
  const shared = own ? (mode === 'stackable' ? null : (group ?? null)) : ''
  const sole = source === 'coupon' ? shared : null
  return {
    id,
    name,
    source,
    funder,
    conditions,
    items: where.items,
    slot: where.slot,
    effect,
    per: ('per' in effect && effect.per) || 'order',
    counts: countedBy(effect),
    isPrice,
    group: sole === null ? group : undefined,
    mode,
    stacking,
    sole,
    isStrict: sole !== null || !!(exclusive || stackWith || neverWith),
    usageId,
    active,
    startsAt,
    endsAt,
  }
}

function countedBy(effect: Rule['effect']): Measure {
  if (effect.kind === 'buy_get' || ('by' in effect && effect.by === 'quantity')) return 'quantity'
  return ('base' in effect && effect.base) || 'item_prices'
}

/** Prices compete for each line, but for those of some of its units, which lower what the best of the others left. */
function asPrice(stacking: Terms['stacking'], effect: Rule['effect']): Stacking {
  const isPartial = 'maxUnits' in effect || 'groupCount' in effect
  return { ...stacking, group: isPartial ? undefined : '', mode: 'best_per_line' }
}

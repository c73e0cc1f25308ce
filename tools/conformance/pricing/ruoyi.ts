/**
 * ruoyi: promotions on a cart of which some lines may not be ordered, and shipping by templates.
 *
 * Lines that are not ordered are no part of the basket; they are priced in a basket of their own without promotions.
 * Freight that is free from a total on, or by a promotion, is a promotion on the shipping here.
 */
import { floorRatio } from '../../../packages/core/src/money/index.ts'
import { quote } from '../../../packages/core/src/pricing/index.ts'
import type { Condition, Effect } from '../../../packages/core/src/promotions/index.ts'
import type { ShippingMode, ShippingSettings } from '../../../packages/core/src/shipping/index.ts'
import type { Case, Suite, Verdict } from '../types.ts'
import type { Cart } from './cart.ts'
import {
  type Gaps,
  type NeutralAction,
  type NeutralCart,
  type NeutralCondition,
  type NeutralFilter,
  type NeutralLine,
  type NeutralPromotion,
  unknownKeys,
} from './neutral.ts'
import { appliedIn, judgeCart, type Reader, type Reading } from './read.ts'
import { basesOf, largestRemainders, lastTakesRest } from './shares.ts'
import { itemsOf, type Manner } from './terms.ts'
import { ladderOf, type TieredAction } from './tiers.ts'
import { isEqual, onlyKeys, skipping, unmapped } from './unmapped.ts'

type Template = {
  mode: ShippingMode
  first: number
  firstPrice: number
  extra: number
  extraPrice: number
  freeIf?: { minCount?: number; minTotal?: number } | null
}
type Freight = {
  globalFreeShippingOver?: number | null
  freeShippingGranted?: boolean
  delivery?: string
  address?: unknown
  shippingTemplate?: Template | null
}
type Line = NeutralLine & { weight?: string; volume?: string }
type Neutral = Omit<NeutralCart, 'lines'> & Freight & { lines: Line[]; orderKind?: string }

const FREIGHT = [
  'globalFreeShippingOver',
  'freeShippingGranted',
  'delivery',
  'address',
  'shippingTemplate',
  'orderKind',
]

const manner: Manner = {
  unitPercent: 'line',
  lane: ({ type }) => (type === 'tiers' ? 'order' : 'items'),
  layer: ({ type }) => (type === 'tiers' ? 1 : 0),
  thresholds: 'left',
  knows: [...FREIGHT.map((key) => `cart.${key}`), 'line.weight', 'line.volume', 'action.allocation'],
  condition: reachedOf,
  effect: effectOf,
}

export const ruoyi: Suite = skipping((testCase) => {
  const kind = testCase.input['kind'] ?? 'cart'
  return kind === 'cart' ? judge(testCase) : unmapped(`kind ${String(kind)} is not mapped`)
})

function judge(testCase: Case): Verdict {
  const source = testCase.input as unknown as Neutral
  const idle = new Set(source.lines.filter(({ selected }) => selected === false).map(({ id }) => id))
  const { lines = {}, ...rest } = testCase.expect as { lines?: Record<string, unknown> }
  const only = (isWanted: (id: string) => boolean): { lines?: Record<string, unknown> } => {
    const found = Object.entries(lines).filter(([id]) => isWanted(id))
    return found.length === 0 ? {} : { lines: Object.fromEntries(found) }
  }
  const idleLines = source.lines.filter(({ id }) => idle.has(id)).map((line) => ({ ...line, selected: true }))
  const { currency, exponent } = source
  const idleCart = { currency, exponent, lines: idleLines, promotions: [], codes: [] }
  const idleCase = { ...testCase, expect: only((id) => idle.has(id)) }
  const beside = idle.size === 0 ? null : judgeCart(idleCase, idleCart, manner, reader)
  if (beside !== null && beside.kind !== 'passed') return beside
  const steps = source.promotions.flatMap(freeSteps)
  const neutral = { ...source, promotions: [...source.promotions, ...steps, ...freeFreight(source)] }
  const ordered = { ...testCase, expect: { ...rest, ...only((id) => !idle.has(id)) } }
  return judgeCart(ordered, neutral, manner, { ...reader, adds: (cart) => withFreight(cart, source) })
}

/** A condition of the mapping alone: so much or so many of some lines, after the promotions on items. */
const REACHED = 'reached'
type Reached = NeutralCondition & { by: 'amount' | 'quantity'; filter?: NeutralFilter | undefined }
/** Ids of the promotions that stand for free freight; they are none of the source's promotions. */
const FREE = 'free-freight'

/** The steps of a promotion that give free freight besides what they take off. */
function freeSteps({ id, actions }: NeutralPromotion): NeutralPromotion[] {
  return (actions as TieredAction[]).flatMap(({ tiers = [], basis, filter }) =>
    tiers.flatMap(({ min, freeShipping }, at) => {
      if (freeShipping !== true) return []
      const next = tiers.map((tier) => tier.min).filter((other) => other > min)
      if (next.length > 0) unmapped('free freight on a step that is not the highest')
      const reached: Reached = {
        type: REACHED,
        value: min,
        filter,
        by: basis === 'filteredTotal' ? 'amount' : 'quantity',
      }
      return [{ id: `${FREE}.${id}.${at}`, code: null, conditions: [reached], actions: [FREE_SHIPPING] }]
    }),
  )
}

const FREE_SHIPPING: NeutralAction = { type: 'percent', percent: '100', target: 'shipping' }

function freeFreight({ globalFreeShippingOver, freeShippingGranted }: Freight): NeutralPromotion[] {
  const actions = [FREE_SHIPPING]
  const over = globalFreeShippingOver ?? null
  const conditions = over === null ? [] : [{ type: 'itemsTotal', op: 'gte', value: over }]
  return [
    ...(over === null ? [] : [{ id: `${FREE}.over`, code: null, conditions, actions }]),
    ...(freeShippingGranted === true ? [{ id: `${FREE}.granted`, code: null, conditions: [], actions }] : []),
  ]
}

function reachedOf(condition: NeutralCondition, _: NeutralCart, gaps: Gaps): Condition | null | undefined {
  if (condition.type !== REACHED) return undefined
  const { value = 0, by, filter } = condition as Reached
  if (value === 0) return null
  const items = itemsOf(filter, gaps)
  if (by === 'quantity') return { kind: 'quantity_at_least', count: value, items }
  return { kind: 'subtotal_at_least', minor: value, base: 'item_promotions', items }
}

/** Sizes in thousandths of the source's unit, so that parts of it are whole. */
const SIZE = 1_000

function withFreight(cart: Cart, source: Neutral): Cart {
  const ordered = source.lines.filter(({ selected }) => selected !== false)
  const lines = cart.facts.lines.map((line, at) => {
    const { weight = '0', volume = '0' } = ordered[at] ?? {}
    return { ...line, weightGrams: Math.round(Number(weight) * SIZE), volumeMl: Math.round(Number(volume) * SIZE) }
  })
  const isUnknown = 'address' in source && source.address === null
  const place = { channel: null, communityId: null, shopId: null, shippingMethodId: null }
  const region = isUnknown ? null : 'anywhere'
  return { ...cart, facts: { ...cart.facts, lines, place: { ...place, region }, shipping: freightOf(source) } }
}

/** No freight where the shopper fetches the goods. */
function freightOf({ delivery = 'express', shippingTemplate }: Freight): ShippingSettings | null {
  if (delivery !== 'express' && delivery !== 'pickup') return unmapped(`a delivery by ${delivery}`)
  if (!shippingTemplate || delivery === 'pickup') return null
  const { mode, first, firstPrice, extra, extraPrice, freeIf, ...rest } = shippingTemplate
  onlyKeys('a shipping template', rest, [])
  if (freeIf) onlyKeys('free freight', freeIf, ['minCount', 'minTotal'])
  const size = mode === 'count' ? 1 : SIZE
  const zone = { regions: [], firstSize: first * size, firstMinor: firstPrice, extraSize: extra * size }
  const free = { freeFromMinor: freeIf?.minTotal ?? null, freeFromCount: freeIf?.minCount ?? null }
  const zones = [{ ...zone, extraMinor: extraPrice, ...free }]
  return { templates: [{ id: 'freight', name: { zh: '运费', en: 'Freight' }, mode, zones }], refund: 'never' }
}

/** Tiers on what the promotion's own lines cost after the promotions on items, or on how many they are. */
function effectOf(action: NeutralAction, _: NeutralPromotion, gaps: Gaps): Effect | null | undefined {
  if (action.type !== 'tiers') return undefined
  unknownKeys(action, ['type', 'target', 'allocation', 'basis', 'filter', 'tiers'], 'tiers', gaps)
  const { basis }: TieredAction = action
  if (basis === 'filteredQuantity') return ladderOf(action, 'quantity', 'item_promotions', gaps)
  if (basis !== 'filteredTotal') gaps.push(`tiers on ${basis}`)
  return ladderOf(action, 'amount', 'item_promotions', gaps)
}

const reader: Reader = {
  words: {
    applied: (quote, reading) => appliedIn(quote, reading).filter((id) => !id.startsWith(FREE)),
    freeShipping: (_, { cart }) => quote({ ...cart.facts, shipping: someFreight }).shipping?.payableMinor === 0,
    unmatched: (quote, reading) => {
      const applied = appliedIn(quote, reading)
      return [...new Set(reading.cart.rules.sourceOf.values())].filter(
        (id) => !applied.includes(id) && !id.startsWith(FREE),
      )
    },
  },
  lineWords: {
    shippingShare: (_, reading) => shareOfFreight(reading),
    totalWithShipping: ({ payableMinor }, reading) => payableMinor + shareOfFreight(reading),
  },
  differs: sharesDiffer,
}

/** Freight to ask whether it would be free; carts that ask need not say what theirs costs. */
const someFreight = freightOf({ shippingTemplate: { mode: 'count', first: 1, firstPrice: 1, extra: 1, extraPrice: 0 } })

/** A quote keeps the shipping whole: only free freight has a share that needs no rule. */
function shareOfFreight({ quote: { shipping } }: Reading): number {
  if ((shipping?.payableMinor ?? 0) > 0)
    return unmapped('freight is shared over the lines in ruoyi, a quote keeps it whole')
  return 0
}

/** ruoyi rounds each line's share down, and the last line takes the rest. */
function sharesDiffer({ cart, quote: { explain } }: Reading, { expect }: Case): string | null {
  if (expect['lines'] === undefined) return null
  for (const { id, effect } of cart.facts.promotions) {
    const minor = explain.find(({ ruleId }) => ruleId === id)?.minor ?? 0
    if (minor === 0 || !('per' in effect) || effect.per !== 'order') continue
    const bases = basesOf(cart, id)
    if (!isEqual(lastTakesRest(minor, bases, floorRatio), largestRemainders(minor, bases))) {
      return 'the last line takes the spare units of a shared discount in ruoyi'
    }
  }
  return null
}

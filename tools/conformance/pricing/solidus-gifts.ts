import type { GiftFacts } from '../../../packages/core/src/pricing/index.ts'
import type { Effect } from '../../../packages/core/src/promotions/index.ts'
import type { Cart } from './cart.ts'
import {
  type Gaps,
  minorOf,
  type NeutralAction,
  type NeutralCart,
  type NeutralLine,
  type NeutralPromotion,
  unknownKeys,
} from './neutral.ts'
import { idOf } from './terms.ts'
import { unmapped } from './unmapped.ts'

/** Adds units of a SKU, one or one per qualifying unit. */
export type GiftAction = NeutralAction & {
  sku: string
  unitPrice: number
  percentOff: string
  perQualifyingUnit?: boolean
  /** The price of a qualifying unit: a gift for every full so much is then a gift for every unit. */
  everyMinor?: number
}

/** The action with what it counts: the products the condition of its promotion asks for. */
export function qualified(
  { conditions = [] }: NeutralPromotion,
  action: GiftAction,
  lines: readonly NeutralLine[],
): GiftAction {
  const skus = conditions.flatMap(({ type, sku }) => (type === 'containsProduct' && sku ? [sku] : []))
  if (!action.perQualifyingUnit || skus.length === 0) return action
  const prices = new Set(lines.filter(({ sku }) => sku && skus.includes(sku)).map(({ unitPrice }) => Number(unitPrice)))
  if (prices.size > 1) return unmapped('a gift for every qualifying unit, at several prices')
  const [everyMinor] = prices
  return { ...action, filter: { skus }, ...(everyMinor ? { everyMinor } : {}) }
}

export function giftEffect(action: GiftAction, gaps: Gaps): Effect {
  const known = ['type', 'sku', 'unitPrice', 'percentOff', 'perQualifyingUnit', 'everyMinor', 'filter', 'currency']
  unknownKeys(action, known, 'a gift', gaps)
  if (Number(action.percentOff) !== 100) gaps.push('a gift that is not free')
  const every = action.everyMinor === undefined ? {} : { everyMinor: action.everyMinor }
  return { kind: 'gift', skuId: idOf(action.sku), count: 1, ...every }
}

const IN_STOCK = 1_000

/** The facts with what each gift would be as a line. */
export function withGifts(cart: Cart, { promotions }: NeutralCart): Cart {
  const actions = promotions.flatMap((promotion) => promotion.actions as GiftAction[])
  const gifts = actions
    .filter(({ type }) => type === 'addGift')
    .map((action): [string, GiftFacts] => {
      const skuId = idOf(action.sku)
      const title = { zh: action.sku, en: action.sku }
      const listMinor = minorOf(action.unitPrice, [])
      return [skuId, { skuId, productId: skuId, title, listMinor, memberPrices: [], availableCount: IN_STOCK }]
    })
  return { ...cart, facts: { ...cart.facts, gifts: new Map(gifts) } }
}

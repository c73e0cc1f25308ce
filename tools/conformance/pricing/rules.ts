import { Coupon } from '../../../packages/core/src/coupons/index.ts'
import type { RuleUsage } from '../../../packages/core/src/pricing/index.ts'
import { type ItemFilter, Promotion, type Stacking, type Terms } from '../../../packages/core/src/promotions/index.ts'
import { type Gaps, type NeutralAction, type NeutralCart, type NeutralPromotion, unknownKeys } from './neutral.ts'
import { conditionOf, effectOf, itemsOf, knownBy, type Manner } from './terms.ts'

/** The moment every case is quoted at. */
export const NOW = 1_700_000_000_000

/** The promotions and coupons of a cart, what is left of their limits, and what they are called in the source. */
export type Rules = {
  readonly promotions: readonly Promotion[]
  readonly coupons: readonly Coupon[]
  readonly usage: ReadonlyMap<string, RuleUsage>
  /** The promotion of the source each rule stands for; a promotion with several actions is several rules. */
  readonly sourceOf: ReadonlyMap<string, string>
  /** The rules behind each code that was entered; none for a code nobody issued. */
  readonly rulesOfCode: ReadonlyMap<string, readonly string[]>
}

/** A rule and what it stands for, before it is decided whether it is a promotion or a coupon. */
type Draft = {
  readonly promotion: NeutralPromotion
  readonly terms: Terms
  readonly id: string
  readonly priority: number
  /** Sorts drafts in the order they run. */
  readonly turn: string
}

const NAME = { zh: '规则', en: 'Rule' }
/** What every rule that is not exclusive is called by those that are. */
const ORDINARY = 'ordinary'

/** Exclusive across lanes: beside the other actions of its own promotion, and beside nothing else. */
function stackingOf(promotion: NeutralPromotion, action: NeutralAction, cart: NeutralCart, manner: Manner): Stacking {
  const named = (other: NeutralPromotion): string =>
    other.exclusive ? `exclusive ${cart.promotions.indexOf(other)}` : ORDINARY
  const others = new Set(cart.promotions.filter((other) => other !== promotion).map(named))
  return {
    lane: manner.lane(action),
    tags: [named(promotion)],
    neverWith: promotion.exclusive ? [...others] : undefined,
    exclusive: promotion.exclusive && promotion.actions.length === 1,
  }
}

function scopeOf(promotion: NeutralPromotion, action: NeutralAction, gaps: Gaps): ItemFilter {
  const items = itemsOf(action.filter, gaps)
  const isAlone = promotion.conditions?.some(({ type }) => type === 'lineHasNoOtherDiscount')
  return promotion.appliesToDiscounted === false || isAlone ? { ...items, fullPriceOnly: true } : items
}

function termsOf(
  promotion: NeutralPromotion,
  action: NeutralAction,
  cart: NeutralCart,
  manner: Manner,
  gaps: Gaps,
): Terms | null {
  const effect = effectOf(action, promotion, manner, gaps)
  if (effect === null) return null
  const conditions = (promotion.conditions ?? [])
    .filter(({ type }) => type !== 'lineHasNoOtherDiscount')
    .map((condition) => conditionOf(condition, cart, manner, gaps))
    .filter((condition) => condition !== null)
  const stacking = stackingOf(promotion, action, cart, manner)
  return { name: NAME, conditions, items: scopeOf(promotion, action, gaps), effect, stacking, funder: 'brand' }
}

function windowOf(promotion: NeutralPromotion): { startsAt: number; endsAt: number | null } {
  if (promotion.window === 'expired') return { startsAt: 0, endsAt: NOW }
  if (promotion.window === 'notStarted') return { startsAt: NOW + 1, endsAt: null }
  return { startsAt: 0, endsAt: null }
}

/** Priorities as ranks. An exclusive rule goes before every other one, so that nothing else has run at its turn. */
function ranksOf(promotions: readonly NeutralPromotion[]): (promotion: NeutralPromotion) => number {
  const weight = ({ exclusive, priority }: NeutralPromotion): number => (exclusive ? 1e9 : 0) + (priority ?? 0)
  const weights = [...new Set(promotions.map(weight))].sort((a, b) => a - b)
  return (promotion) => weights.indexOf(weight(promotion))
}

function promotionOf({ id, promotion, terms, priority }: Draft): Promotion {
  const { limit, perCustomerLimit } = promotion.usage ?? {}
  const limits = { maxUses: limit ?? undefined, maxUsesPerMember: perCustomerLimit ?? undefined }
  return { id, ...terms, priority, ...windowOf(promotion), active: promotion.enabled !== false, limits }
}

/** Limits of a coupon are counted under its template. */
const templateOf = (couponId: string): string => `${couponId}.template`

function couponOf(id: string, { promotion, terms }: Draft): Coupon {
  const { startsAt, endsAt } = windowOf(promotion)
  const validity = { validFrom: startsAt, validUntil: endsAt ?? NOW * 2 }
  return { id, templateId: templateOf(id), ...terms, status: 'issued', orderId: null, ...validity }
}

function usageOf({ usage }: NeutralPromotion, usageId: string): [string, RuleUsage][] {
  if (!usage) return []
  const left = (limit: number | null | undefined, used: number | undefined): number | null =>
    limit === null || limit === undefined ? null : Math.max(limit - (used ?? 0), 0)
  const memberUsesLeft = left(usage.perCustomerLimit, usage.customerUsed)
  return [[usageId, { usesLeft: left(usage.limit, usage.used), memberUsesLeft, budgetLeftMinor: null }]]
}

const KNOWN = ['id', 'code', 'priority', 'exclusive', 'enabled', 'window', 'usage', 'appliesToDiscounted']
const USAGE = ['limit', 'used', 'perCustomerLimit', 'customerUsed', 'cancelledUses', 'cancelledUsesCount']

function checkKeys(promotion: NeutralPromotion, manner: Manner, gaps: Gaps): void {
  unknownKeys(promotion, [...KNOWN, 'conditions', 'actions', ...knownBy(manner, 'promotion')], 'a promotion', gaps)
  if (promotion.usage) unknownKeys(promotion.usage, USAGE, 'usage', gaps)
}

const padded = (index: number): string => String(index).padStart(4, '0')

/** List-price promotions compete for the best unit price, so two for one SKU are a gap. */
function catalogOf(cart: NeutralCart, manner: Manner, gaps: Gaps): Draft[] {
  const sales = cart.catalogPromotions ?? []
  if (new Set(sales.map(({ sku }) => sku)).size < sales.length) {
    gaps.push('several catalogue promotions on one SKU run one after the other; Siyu takes the best price of them')
  }
  return sales.flatMap((sale, index) => {
    unknownKeys(sale, ['id', 'type', 'sku', 'percent', 'amount'], 'a catalogue promotion', gaps)
    const { id: source, sku, ...valued } = sale
    const action = { ...valued, target: 'unit', filter: { skus: [sku] } }
    const promotion = { id: source, actions: [action] }
    const terms = termsOf(promotion, action, cart, { ...manner, unitPercent: 'unit', lane: () => 'price' }, gaps)
    const id = `c${padded(index)}`
    return terms === null ? [] : [{ promotion, terms, id, priority: 0, turn: id }]
  })
}

/** Every action of every promotion whose code was entered, or that needs none, as a rule. */
function draftsOf(cart: NeutralCart, manner: Manner, gaps: Gaps): Draft[] {
  const rankOf = ranksOf(cart.promotions)
  return cart.promotions.flatMap((promotion, index) => {
    checkKeys(promotion, manner, gaps)
    if (promotion.code && !cart.codes?.includes(promotion.code)) return []
    return promotion.actions.flatMap((action, step) => {
      const terms = termsOf(promotion, action, cart, manner, gaps)
      if (terms === null) return []
      const id = `p${padded(index)}.${padded(step)}`
      const priority = rankOf(promotion)
      const turn = `${manner.layer?.(action) ?? 0}.${padded(1_000 - priority)}.${id}`
      return [{ promotion, terms, id, priority, turn }]
    })
  })
}

/** A rule the public schemas refuse is one no brand could have made. */
function checkRules(promotions: readonly Promotion[], coupons: readonly Coupon[], gaps: Gaps): void {
  const checks = [
    ...promotions.map((rule) => Promotion.safeParse(rule)),
    ...coupons.map((rule) => Coupon.safeParse(rule)),
  ]
  for (const { error } of checks) {
    const path = error?.issues[0]?.path.join('.')
    if (path !== undefined) gaps.push(`a rule whose ${path} Siyu does not accept`)
  }
}

/**
 * The rules of a cart. Equal priorities keep the order of the source, since ids decide between them. Coupons run after
 * promotions, so a code stands for a coupon in the wallet when no promotion without a code runs after it, and else for
 * a promotion. Either is only there when its code was entered.
 */
export function rulesOf(cart: NeutralCart, manner: Manner, gaps: Gaps): Rules {
  const catalog = catalogOf(cart, manner, gaps)
  const drafts = draftsOf(cart, manner, gaps)
  const isLast = ({ turn }: Draft): boolean => drafts.every((other) => other.promotion.code || other.turn < turn)
  const canCoupon = !drafts.some(({ promotion }) => promotion.exclusive || promotion.enabled === false)
  const isCoupon = (draft: Draft): boolean => canCoupon && Boolean(draft.promotion.code) && isLast(draft)
  const named = (draft: Draft): string => (isCoupon(draft) ? `k${draft.turn}` : draft.id)
  const counted = (draft: Draft): string => (isCoupon(draft) ? templateOf(named(draft)) : draft.id)
  const rulesOfCode = new Map<string, string[]>((cart.codes ?? []).map((code) => [code, []]))
  for (const draft of drafts) rulesOfCode.get(draft.promotion.code ?? '')?.push(named(draft))
  const promotions = [...catalog, ...drafts.filter((draft) => !isCoupon(draft))].map(promotionOf)
  const coupons = drafts.filter(isCoupon).map((draft) => couponOf(named(draft), draft))
  checkRules(promotions, coupons, gaps)
  return {
    promotions,
    coupons,
    usage: new Map(drafts.flatMap((draft) => usageOf(draft.promotion, counted(draft)))),
    sourceOf: new Map([...catalog, ...drafts].map((draft) => [named(draft), draft.promotion.id])),
    rulesOfCode,
  }
}

/**
 * Vendure's OrderCalculator on its own entities, promotions, conditions and actions, with the services behind it
 * answered as in its own test: one zone, one tax rate of 20 % on top, no shipping. Its database is left out.
 */
import type { Build, System } from './contest.ts'
import type { Peer } from './peers.ts'
import type { Basket, Rule } from './workload.ts'

type Make = new (input?: unknown) => unknown
type Operation = { readonly init?: (injector: unknown) => Promise<void> | void }
type Order = {
  readonly subTotal: number
  readonly lines: readonly { readonly adjustments: readonly { readonly amount: number }[] }[]
}
type Calculator = {
  readonly applyPriceAdjustments: (
    context: unknown,
    order: Order,
    promotions: readonly unknown[],
    updated: readonly unknown[],
  ) => Promise<unknown>
}

/** What of the package is used. */
type Library = Readonly<
  Record<
    | 'Zone'
    | 'TaxCategory'
    | 'TaxRate'
    | 'RequestContext'
    | 'RequestContextCacheService'
    | 'Channel'
    | 'OrderLine'
    | 'ProductVariant'
    | 'Promotion'
    | 'PromotionCondition',
    Make
  >
> & {
  readonly Order: new (input: unknown) => Order
  readonly OrderCalculator: new (...services: readonly unknown[]) => Calculator
  readonly minimumOrderAmount: Operation
  readonly productsPercentageDiscount: Operation
  readonly orderFixedDiscount: Operation
}
type Config = {
  readonly taxOptions: unknown
  readonly orderOptions: unknown
  readonly promotionOptions: unknown
}
type Helpers = { readonly ensureConfigLoaded: () => Promise<void>; readonly getConfig: () => Config }

/** Everything a basket is priced with. */
type Shop = {
  readonly library: Library
  readonly calculator: Calculator
  readonly context: unknown
  readonly taxCategory: unknown
  readonly conditions: readonly unknown[]
  readonly actions: readonly unknown[]
}

const dist = '@vendure/core/dist/config'
const buyGetFile = 'buy-x-get-y-free'

export async function loadVendure({ load }: Peer): Promise<Build> {
  load('reflect-metadata')
  const library = load('@vendure/core') as Library
  const helpers = load(`${dist}/config-helpers`) as Helpers
  await helpers.ensureConfigLoaded()
  const ofCondition = load(`${dist}/promotion/conditions/${buyGetFile}-condition.js`) as Record<string, Operation>
  const ofAction = load(`${dist}/promotion/actions/${buyGetFile}-action.js`) as Record<string, Operation>
  const conditions = [library.minimumOrderAmount, groupIs(library), ofCondition['buyXGetYFreeCondition'] as Operation]
  for (const condition of conditions) await condition.init?.({ get: () => ({}) })
  const actions = [library.productsPercentageDiscount, library.orderFixedDiscount, ofAction['buyXGetYFreeAction']]
  const shop = { ...openShop(library, helpers.getConfig()), conditions, actions }
  return (basket, rules) => build(shop, basket, rules)
}

/** The shopper's group is a fact of the request, so the check is a comparison. */
function groupIs(library: Library): Operation {
  const check = (_context: unknown, _order: unknown, { group }: { readonly group: string }): boolean => group === 'vip'
  const args = { group: { type: 'string' } }
  return new library.PromotionCondition({ code: 'group_is', description: [], args, check }) as Operation
}

function openShop(library: Library, config: Config): Omit<Shop, 'conditions' | 'actions'> {
  const zone = new library.Zone({ id: 'z', name: 'z' })
  const taxCategory = new library.TaxCategory({ id: 't', name: 't' })
  const rate = new library.TaxRate({
    ...{ id: 1, name: 'standard', value: 20, enabled: true },
    ...{ zone, zoneId: 'z', category: taxCategory, categoryId: 't' },
  })
  const calculator = new library.OrderCalculator(
    config,
    { getAllWithMembers: async () => [zone] },
    { getApplicableTaxRate: async () => rate },
    { findOne: async () => undefined },
    { getEligibleShippingMethods: async () => [] },
    new library.RequestContextCacheService(),
  )
  const channel = new library.Channel({ id: 1, defaultTaxZone: zone, pricesIncludeTax: false })
  const caller = { authorizedAsOwnerOnly: false, languageCode: 'en', isAuthorized: true, session: {} }
  return {
    library,
    calculator,
    context: new library.RequestContext({ apiType: 'shop', channel, ...caller }),
    taxCategory,
  }
}

function build(shop: Shop, basket: Basket, rules: readonly Rule[]): System {
  const order = orderOf(shop, basket)
  const promotions = rules.map((rule) => promotionOf(shop, basket, rule))
  const updated = order.lines.slice(0, 1)
  const run = (): Promise<unknown> => shop.calculator.applyPriceAdjustments(shop.context, order, promotions, updated)
  const outcome = async (): Promise<{ adjustmentCount: number; discountMinor: number }> => {
    await run()
    const adjustments = order.lines.flatMap((line) => line.adjustments).filter(({ amount }) => amount !== 0)
    return { adjustmentCount: adjustments.length, discountMinor: basket.subtotalMinor - order.subTotal }
  }
  return { run, isAsync: true, outcome }
}

function orderOf({ library, taxCategory }: Shop, { lines }: Basket): Order {
  const tax = { taxCategory, taxCategoryId: 't', taxLines: [], listPriceIncludesTax: false }
  const empty = { couponCodes: [], surcharges: [], modifications: [], shippingLines: [], promotions: [] }
  const orderLines = lines.map(({ id, skuId, quantity, unitMinor }) => {
    const productVariant = new library.ProductVariant({ id: skuId })
    const counts = { quantity, orderPlacedQuantity: 0, listPrice: unitMinor, adjustments: [] }
    return new library.OrderLine({ id, ...counts, ...tax, productVariant })
  })
  return new library.Order({ id: 1, ...empty, lines: orderLines })
}

function promotionOf({ library, conditions, actions }: Shop, basket: Basket, rule: Rule): unknown {
  return new library.Promotion({
    ...{ id: rule.id, name: rule.id, startsAt: null, endsAt: null, couponCode: null, enabled: true },
    ...{
      conditions: conditionsOf(basket, rule),
      actions: [actionOf(basket, rule)],
      priorityScore: 0,
      translations: [],
    },
    ...{ promotionConditions: conditions, promotionActions: actions },
  })
}

function conditionsOf(basket: Basket, rule: Rule): readonly unknown[] {
  const skuIds = skusOf(basket, rule.category)
  const buyGet = { amountX: 2, variantIdsX: skuIds, amountY: 1, variantIdsY: skuIds }
  return [
    operation('minimum_order_amount', { amount: rule.minimumMinor, taxInclusive: false }),
    operation('group_is', { group: rule.group }),
    ...(rule.kind === 'buy_get' ? [operation('buy_x_get_y_free', buyGet)] : []),
  ]
}

function actionOf(basket: Basket, { kind, percent, offMinor, category, skuIds }: Rule): unknown {
  if (kind === 'buy_get') return operation('buy_x_get_y_free', {})
  if (kind === 'order') return operation('order_fixed_discount', { discount: offMinor })
  const productVariantIds = kind === 'category' ? skusOf(basket, category) : skuIds
  return operation('products_percentage_discount', { discount: percent, productVariantIds })
}

/** It knows no categories here: a rule lists the SKUs, those of the basket among twenty others. */
function skusOf({ lines }: Basket, category: string): readonly string[] {
  const others = Array.from({ length: 20 }, (_, index) => `x${index}`)
  return [...lines.filter((line) => line.category === category).map(({ skuId }) => skuId), ...others]
}

function operation(code: string, args: Readonly<Record<string, unknown>>): unknown {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
  return { code, args: Object.entries(args).map(([name, value]) => ({ name, value: text(value) })) }
}

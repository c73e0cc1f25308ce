export type { PricingContract } from './contract.ts'
export { getPricingFacts, PricingFactsInput, pricingContract, QuoteInput, quoteBasket } from './contract.ts'
export type { SpendablePoints } from './facts.ts'
export { MAX_CHOSEN_COUPONS, MAX_LINES, Place, PricedSku, PricingFacts } from './facts.ts'
export type { PricingAdminContract } from './operators.ts'
export { pricingAdminContract, TestQuoteInput, testQuote } from './operators.ts'
export type { GoodsFacts } from './rules/engine.ts'
export { quoteGoods } from './rules/engine.ts'
export type {
  GiftFacts,
  PlaceFacts,
  PointsFacts,
  PricedLine,
  QuoteFacts,
  RuleUsage,
  ShopperFacts,
} from './rules/facts.ts'
export { checkQuoteInput, isTooLarge, pricedLine, pricedSku } from './rules/lines.ts'
export type { UnitParts } from './rules/parts.ts'
export { unitParts } from './rules/parts.ts'
export { POINTS_RULE } from './rules/points.ts'
export { quoteFactsOf } from './rules/preview.ts'
export { SHOP_PRICE_RULE } from './rules/prices.ts'
export { quote, quoteChosen } from './rules/quote.ts'
export { EXACT_COUPONS } from './rules/search.ts'
export type { ConditionNode, ExplainTree, Hint, Layer, LayerNode, RuleNode } from './rules/tree.ts'
export { explainTree, hintsOf } from './rules/tree.ts'
export {
  CouponSearch,
  Explanation,
  Quote,
  QuoteLine,
  QuoteShipping,
  Reason,
  Reduction,
  Source,
  UnitReduction,
  UnitRun,
} from './schema.ts'
export { ConditionTree, TestedQuote } from './trial.ts'

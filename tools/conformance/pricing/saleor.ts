/**
 * Saleor: promotions, then the voucher the shopper entered.
 *
 * Promotions lower items, vouchers are coupons and run after them; a percentage of a unit is rounded on the unit. The
 * price of a unit is what the line costs, divided by its units.
 */
import { roundRatio } from '../../../packages/core/src/money/index.ts'
import type { Condition } from '../../../packages/core/src/promotions/index.ts'
import type { Case, Suite, Verdict } from '../types.ts'
import type { Cart } from './cart.ts'
import { type Gaps, type NeutralCart, type NeutralCondition, unknownKeys } from './neutral.ts'
import { judgeChoice, judgeEligibility, judgeSplit, STAFF } from './questions.ts'
import { judgeCart, type Reader, type Reading, reasonOf } from './read.ts'
import { basesOf, largestRemainders, lastTakesRest } from './shares.ts'
import type { Manner } from './terms.ts'
import { isEqual, skipping, unmapped } from './unmapped.ts'

type Neutral = NeutralCart & { country?: string; shippingRequired?: boolean }

const manner: Manner = {
  unitPercent: 'unit',
  lane: () => 'items',
  layer: () => 0,
  thresholds: 'item_promotions',
  knows: ['cart.country', 'cart.shippingRequired'],
  condition: conditionOf,
}

export const saleor: Suite = skipping((testCase) => {
  const kind = testCase.input['kind'] ?? 'cart'
  if (kind === 'cart') return judge(testCase)
  if (kind === 'eligibility') return judgeEligibility(testCase, manner)
  if (kind === 'chooseBest') return judgeChoice(testCase, manner)
  return kind === 'splitAcrossItemsAndShipping' ? judgeSplit(testCase) : unmapped(`kind ${String(kind)} is not mapped`)
})

function judge(testCase: Case): Verdict {
  const source = testCase.input as unknown as Neutral
  return judgeCart(testCase, source, manner, { ...reader, adds: (cart) => shippedTo(cart, source) })
}

/** Where the parcel goes, and that nothing is charged for where nothing is to be shipped. */
function shippedTo(cart: Cart, { country, shippingRequired }: Neutral): Cart {
  const { facts } = cart
  const place = { ...nowhere, ...facts.place, ...(country === undefined ? {} : { region: country }) }
  return { ...cart, facts: { ...facts, place, shipping: shippingRequired === false ? null : facts.shipping } }
}

const nowhere = { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null }

function conditionOf(condition: NeutralCondition, _: NeutralCart, gaps: Gaps): Condition | undefined {
  if (condition.type === 'staffOnly') {
    unknownKeys(condition, ['type'], 'a condition staffOnly', gaps)
    return { kind: 'member_tag_in', tags: [STAFF] }
  }
  if (condition.type !== 'country') return undefined
  unknownKeys(condition, ['type', 'in'], 'a condition country', gaps)
  const { in: regions = [] }: NeutralCondition & { in?: string[] } = condition
  return { kind: 'region_in', regions }
}

const reader: Reader = {
  words: {
    couponAccepted: (_, reading) => [...reading.cart.rules.rulesOfCode.keys()].every((code) => isTaken(code, reading)),
    voucherDiscount: ({ lines, shipping }) =>
      [...lines, ...(shipping === null ? [] : [shipping])]
        .flatMap(({ reductions }) => reductions)
        .reduce((sum, { source, minor }) => (source === 'coupon' ? sum + minor : sum), 0),
  },
  lineWords: { discountedUnitPrice: ({ payableMinor, quantity }) => roundRatio(payableMinor, 1, quantity) },
  differs: sharesDiffer,
}

function isTaken(code: string, reading: Reading): boolean {
  return reasonOf(code, reading) === null
}

/** Saleor rounds each line's share of a voucher on the order, and the last line takes the rest. */
function sharesDiffer({ cart, quote: { explain } }: Reading, { expect }: Case): string | null {
  if (expect['lines'] === undefined) return null
  for (const { id, effect } of [...cart.facts.coupons, ...cart.facts.promotions]) {
    const minor = explain.find(({ ruleId }) => ruleId === id)?.minor ?? 0
    if (minor === 0 || !('per' in effect) || effect.per !== 'order') continue
    const bases = basesOf(cart, id)
    if (!isEqual(lastTakesRest(minor, bases, roundRatio), largestRemainders(minor, bases))) {
      return 'the last line takes the rest of a voucher on the order in Saleor'
    }
  }
  return null
}

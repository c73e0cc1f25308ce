import type { Place, TestQuoteInput } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'

/** What is tried out: who buys what, where and when. */
export type TestBasket = {
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[]
  /** Null for a visitor. */
  readonly memberId: string | null
  /** Exactly these coupons; null for the best. */
  readonly couponIds: readonly string[] | null
  readonly pointsCount: number
  readonly place: Place
  /** Null for now. */
  readonly at: number | null
}

export const emptyBasket: TestBasket = {
  lines: [],
  memberId: null,
  couponIds: null,
  pointsCount: 0,
  place: {},
  at: null,
}

/** The basket as the server is asked about it; null while a number in it makes no sense. */
export function testInput(basket: TestBasket, promotion: Promotion | null): TestQuoteInput | null {
  const { lines, memberId, couponIds, pointsCount, place, at } = basket
  if (lines.length === 0 || Number.isNaN(pointsCount) || lines.some(({ quantity }) => Number.isNaN(quantity)))
    return null
  return {
    lines: lines.map((line) => ({ ...line, lineId: line.skuId })),
    couponIds,
    pointsCount,
    place,
    ...(memberId === null ? {} : { memberId }),
    ...(at === null ? {} : { at }),
    ...(promotion === null ? {} : { promotion }),
  }
}

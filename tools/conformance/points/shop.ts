import type { EarnContext, EarnForFacts, EarnProgram, EarnRule } from '../../../packages/core/src/points/index.ts'

/** A rule that holds always, unless more is said. */
export function rule(id: string, effect: EarnRule['effect'], more: Partial<EarnRule> = {}): EarnRule {
  return { id, name: { zh: id, en: id }, active: true, effect, ...more }
}

/** A program of these rules, rounded down. */
export function programOf(rules: readonly EarnRule[], more: Partial<EarnProgram> = {}): EarnProgram {
  return {
    ...{ rules, rounding: 'floor', roundPer: 'order', combine: 'product', maxPerOrderCount: null, caps: [] },
    ...{ activation: { after: 'completion', delayDays: 0 }, ...more },
  }
}

/** Nobody in particular, nowhere, at a moment that plays no part. */
export const somebody: EarnContext = {
  ...{ tierId: null, tags: [], segmentIds: [], joinedAt: null, orderNumber: null, birthday: null },
  place: { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null },
  ...{ now: 0, zoneOffsetMinutes: 0 },
}

/** The facts of a purchase of these lines. */
export function factsOf(program: EarnProgram, lines: EarnForFacts['lines']): EarnForFacts {
  return { ...somebody, program, lines, shippingMinor: 0, tierMultiplierBps: 10_000 }
}

/** A line of which only this is known. */
export function lineOf(
  lineId: string,
  skuId: string,
  quantity: number,
  netMinor: number,
  tags: readonly string[] = [],
): EarnForFacts['lines'][number] {
  const amounts = { quantity, listMinor: netMinor, itemMinor: netMinor, netMinor }
  return { lineId, skuId, productId: skuId, categories: [], tags, attributes: {}, ...amounts }
}

/** A decimal such as `"2.5"` as a whole number over a power of ten. */
export function fractionOf(value: number | string): { readonly over: number; readonly under: number } {
  const [whole = '', places = ''] = String(value).split('.')
  return { over: Number(whole + places), under: 10 ** places.length }
}

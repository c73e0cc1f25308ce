import type { QuoteLine, Source } from '@siyu/core/pricing'

/** One part of a line's list price: taken off by a source, or left to pay. */
export type MapPart = { readonly kind: Source | 'payable'; readonly minor: number; readonly shareBps: number }

const kinds: readonly MapPart['kind'][] = ['member_price', 'promotion', 'coupon', 'points', 'payable']

/** How list prices divide, over all units of the lines. The parts add up to the list amount exactly. */
export function moneyMap(lines: readonly QuoteLine[]): readonly MapPart[] {
  const runs = lines.flatMap((line) => line.runs)
  const listMinor = runs.reduce((sum, run) => sum + run.count * run.listMinor, 0)
  const minorOf = (kind: MapPart['kind']): number =>
    runs.reduce((sum, run) => {
      const taken = run.reductions.filter(({ source }) => source === kind).reduce((off, { minor }) => off + minor, 0)
      return sum + run.count * (kind === 'payable' ? run.payableMinor : taken)
    }, 0)
  return kinds.map((kind) => {
    const minor = minorOf(kind)
    return { kind, minor, shareBps: listMinor === 0 ? 0 : (minor * 10_000) / listMinor }
  })
}

import type { Words } from '@siyu/core/kernel'
import type { QuoteLine, Source } from '@siyu/core/pricing'

/** Words for where a reduction comes from. */
export const sourceWords: { readonly [S in Source]: Words } = {
  member_price: { zh: '会员价', en: 'Member price' },
  timed_price: { zh: '特价', en: 'Special price' },
  shop_price: { zh: '渠道价', en: 'Shop price' },
  promotion: { zh: '促销', en: 'Promotion' },
  coupon: { zh: '优惠券', en: 'Coupon' },
  points: { zh: '积分', en: 'Points' },
}

/** One part of what a line costs: taken off its list price by a source, left to pay, or tax that comes on top. */
export type MapPart = { readonly kind: Source | 'payable' | 'tax'; readonly minor: number; readonly shareBps: number }

const kinds: readonly MapPart['kind'][] = [
  'member_price',
  'timed_price',
  'shop_price',
  'promotion',
  'coupon',
  'points',
  'payable',
  'tax',
]

/**
 * How list prices divide, over all units of the lines. Without `tax` the parts add up to the list amount exactly; `tax`
 * is only what is paid above it. `payable` is what is paid before such tax.
 */
export function moneyMap(lines: readonly Pick<QuoteLine, 'runs'>[]): readonly MapPart[] {
  const runs = lines.flatMap((line) => line.runs)
  const sumOf = (partOf: (run: QuoteLine['runs'][number]) => number): number =>
    runs.reduce((sum, run) => sum + run.count * partOf(run), 0)
  const listMinor = sumOf((run) => run.listMinor)
  const takenBy = (kind: MapPart['kind'] | null): number =>
    sumOf(({ reductions }) =>
      reductions.reduce((sum, { source, minor }) => sum + (kind === null || source === kind ? minor : 0), 0),
    )
  const leftMinor = listMinor - takenBy(null)
  const onTopMinor = sumOf((run) => run.payableMinor) - leftMinor
  const minorOf = (kind: MapPart['kind']): number =>
    kind === 'payable' ? leftMinor : kind === 'tax' ? onTopMinor : takenBy(kind)
  const whole = listMinor + onTopMinor
  return kinds.map((kind) => {
    const minor = minorOf(kind)
    return { kind, minor, shareBps: whole === 0 ? 0 : (minor * 10_000) / whole }
  })
}

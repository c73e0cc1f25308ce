import type { Base, Condition } from '../promotions/index.ts'
import { writeItems } from './items.ts'
import { clockText, type NameOf, type Writer, writerOf } from './writer.ts'

/** What must hold, as part of a sentence: `金卡会员`, `the shopper is Gold`. */
export function conditionText(
  condition: Condition,
  locale: string,
  money: (minor: number) => string,
  nameOf?: NameOf,
): string {
  return writeCondition(condition, writerOf(locale, money, nameOf))
}

/** {@link conditionText} by a writer that is there already. */
export function writeCondition(condition: Condition, writer: Writer): string {
  const { pick } = writer
  switch (condition.kind) {
    case 'subtotal_at_least':
    case 'quantity_at_least':
      return thresholdText(condition, writer)
    case 'all':
      return groupText(condition.of, pick('且', ' and '), writer)
    case 'any':
      return groupText(condition.of, pick('或', ' or '), writer)
    case 'not':
      return pick(`非（${writeCondition(condition.of, writer)}）`, `not (${writeCondition(condition.of, writer)})`)
    case 'weekday_in':
    case 'minutes_between':
      return timeText(condition, writer)
    case 'channel_in':
    case 'community_in':
    case 'shop_in':
    case 'region_in':
    case 'shipping_method_in':
      return placeText(condition, writer)
    default:
      return shopperText(condition, writer)
  }
}

function groupText(of: readonly Condition[], between: string, writer: Writer): string {
  const parts = of.map((each) => writeCondition(each, writer))
  return parts.length === 1 ? (parts[0] ?? '') : writer.pick(`（${parts.join(between)}）`, `(${parts.join(between)})`)
}

const bases: { readonly [B in Base]: readonly [zh: string, en: string] } = {
  list: ['按标价', ' at list prices'],
  item_prices: ['', ''],
  item_promotions: ['单品优惠后', ' after the promotions on items'],
  left: ['按前面优惠后的余额', ' of what is left then'],
}

/** A condition of one of these kinds. */
type Of<Kind extends Condition['kind']> = Extract<Condition, { readonly kind: Kind }>

function thresholdText(condition: Of<'subtotal_at_least' | 'quantity_at_least'>, writer: Writer): string {
  const { pick, money } = writer
  const own = writeItems(condition.items, writer)
  const counted = condition.items === undefined ? '' : own === '' ? pick('整单', 'all goods') : own
  if (condition.kind === 'quantity_at_least') {
    const { count } = condition
    return pick(`${counted}满 ${count} 件`, `${counted === '' ? 'the goods' : counted} come to ${count} pieces or more`)
  }
  const [zh, en] = bases[condition.base ?? 'item_prices']
  const sum = money(condition.minor)
  return pick(`${counted}${zh}满 ${sum}`, `${counted === '' ? 'the goods' : counted} reach ${sum}${en}`)
}

function shopperText(
  condition: Of<'tier_in' | 'member_tag_in' | 'segment_in' | 'joined_within' | 'order_number'>,
  { pick, list, nameOf }: Writer,
): string {
  switch (condition.kind) {
    case 'tier_in': {
      const tiers = list(condition.tierIds.map((id) => nameOf('tier', id)))
      return pick(`${tiers}会员`, `the shopper is ${tiers}`)
    }
    case 'member_tag_in': {
      const tags = list(condition.tags)
      return pick(`带「${tags}」标签的会员`, `the shopper is tagged ${tags}`)
    }
    case 'segment_in': {
      const segments = list(condition.segmentIds.map((id) => nameOf('segment', id)))
      return pick(`人群 ${segments} 的会员`, `the shopper belongs to ${segments}`)
    }
    case 'joined_within':
      return pick(`入会 ${condition.days} 天内`, `the shopper joined within ${condition.days} days`)
    case 'order_number': {
      const { from, to } = condition
      if (from === 1 && to === 1) return pick('首单', 'it is the first order')
      if (to === null) return pick(`第 ${from} 单起`, `it is order ${from} or later`)
      if (from === to) return pick(`第 ${from} 单`, `it is order ${from}`)
      return pick(`第 ${from} 至 ${to} 单`, `it is order ${from} to ${to}`)
    }
  }
}

function placeText(
  condition: Of<'channel_in' | 'community_in' | 'shop_in' | 'region_in' | 'shipping_method_in'>,
  { pick, list, nameOf }: Writer,
): string {
  switch (condition.kind) {
    case 'channel_in':
      return pick(`在${list(condition.channels)}渠道下单`, `it is bought in ${list(condition.channels)}`)
    case 'community_in': {
      const names = list(condition.communityIds.map((id) => nameOf('community', id)))
      return pick(`在社群 ${names} 下单`, `it is bought in the community ${names}`)
    }
    case 'shop_in': {
      const names = list(condition.shopIds.map((id) => nameOf('shop', id)))
      return pick(`在 ${names} 的小店下单`, `it is bought in the shop of ${names}`)
    }
    case 'region_in':
      return pick(`收货地区 ${list(condition.regions)}`, `it ships to ${list(condition.regions)}`)
    case 'shipping_method_in': {
      const names = list(condition.methodIds.map((id) => nameOf('shipping_method', id)))
      return pick(`用 ${names} 配送`, `it ships by ${names}`)
    }
  }
}

const weekdays: ReadonlyArray<readonly [zh: string, en: string]> = [
  ['周一', 'Monday'],
  ['周二', 'Tuesday'],
  ['周三', 'Wednesday'],
  ['周四', 'Thursday'],
  ['周五', 'Friday'],
  ['周六', 'Saturday'],
  ['周日', 'Sunday'],
]

function timeText(condition: Of<'weekday_in' | 'minutes_between'>, { pick }: Writer): string {
  if (condition.kind === 'minutes_between') {
    const [from, to] = [clockText(condition.from), clockText(condition.to)]
    return pick(`每天 ${from}–${to}`, `it is between ${from} and ${to}`)
  }
  const names = condition.days.map((day) => pick(...(weekdays[day - 1] ?? [String(day), String(day)])))
  return pick(names.join('、'), `it is ${names.join(' or ')}`)
}

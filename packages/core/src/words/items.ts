import type { ItemFilter } from '../promotions/index.ts'
import { type NameOf, type Writer, writerOf } from './writer.ts'

/** Which lines a rule speaks of: `「茶叶」类、单价 ¥10 起`; empty for all of them. */
export function itemsText(
  items: ItemFilter | null | undefined,
  locale: string,
  money: (minor: number) => string,
  nameOf?: NameOf,
): string {
  return writeItems(items, writerOf(locale, money, nameOf))
}

/** {@link itemsText} by a writer that is there already. */
export function writeItems(items: ItemFilter | null | undefined, writer: Writer): string {
  if (!items) return ''
  const text = partsOf(items, writer).join(writer.pick('且为', ' that are also '))
  const except =
    items.except === undefined ? '' : partsOf(items.except, writer).join(writer.pick('且为', ' that are also '))
  if (except === '') return text
  const rest = text === '' ? writer.pick('全部商品', 'everything') : text
  return writer.pick(`${rest}（${except}除外）`, `${rest} except ${except}`)
}

function partsOf(filter: Omit<ItemFilter, 'except'>, writer: Writer): readonly string[] {
  const { pick, list, nameOf } = writer
  const { skuIds, productIds, categories, tags, attributes, fullPriceOnly } = filter
  const quoted = (values: readonly string[]): string => list(values.map((value) => pick(`「${value}」`, `“${value}”`)))
  return [
    skuIds && list(skuIds.map((id) => nameOf('sku', id))),
    productIds && list(productIds.map((id) => nameOf('product', id))),
    categories && pick(`${quoted(categories)}类商品`, `the category ${quoted(categories)}`),
    tags && pick(`${quoted(tags)}标签商品`, `goods tagged ${quoted(tags)}`),
    ...(attributes ?? []).map(({ name, values }) =>
      pick(`${name}为${list(values)}的商品`, `goods whose ${name} is ${list(values)}`),
    ),
    unitText(filter, writer),
    fullPriceOnly === true && pick('原价商品', 'goods at list price'),
  ].filter((part) => typeof part === 'string')
}

function unitText({ unitFromMinor, unitToMinor }: Omit<ItemFilter, 'except'>, { pick, money }: Writer): string | false {
  if (unitFromMinor === undefined && unitToMinor === undefined) return false
  if (unitToMinor === undefined) {
    const from = money(unitFromMinor ?? 0)
    return pick(`单价 ${from} 起的商品`, `goods from ${from} a piece`)
  }
  const to = money(unitToMinor)
  if (unitFromMinor === undefined) return pick(`单价不超过 ${to} 的商品`, `goods up to ${to} a piece`)
  return pick(`单价 ${money(unitFromMinor)}–${to} 的商品`, `goods of ${money(unitFromMinor)} to ${to} a piece`)
}

import type { CartChange } from '../carts/index.ts'
import type { Words } from '../kernel/index.ts'

/** What is different about a line of a cart, for a person. */
export const changeWords: { readonly [K in CartChange['kind']]: Words } = {
  gone: { zh: '已下架', en: 'No longer for sale' },
  sold_out: { zh: '已售罄', en: 'Sold out' },
  short: { zh: '仅剩{count}件', en: 'Only {count} left' },
  back: { zh: '已补货', en: 'In stock again' },
  price_up: { zh: '涨价：{before} → {now}', en: 'Price went up: {before} → {now}' },
  price_down: { zh: '降价：{before} → {now}', en: 'Price went down: {before} → {now}' },
}

/** A change of a cart in a person's language. `money` writes an amount in minor units the way the shop does. */
export function changeText(
  { kind, beforeMinor, nowMinor, availableCount }: Omit<CartChange, 'skuId'>,
  locale: string,
  money: (minor: number) => string,
): string {
  const words = changeWords[kind]
  const text = /^zh\b/i.test(locale) ? words.zh : words.en
  return text
    .replace('{before}', () => money(beforeMinor ?? 0))
    .replace('{now}', () => money(nowMinor ?? 0))
    .replace('{count}', String(availableCount ?? 0))
}

/** What an id in a rule stands for. */
export type NameKind = 'sku' | 'product' | 'tier' | 'segment' | 'community' | 'shop' | 'shipping_method'

/** The name of what an id stands for, in the language asked for; the id itself where nobody knows. */
export type NameOf = (kind: NameKind, id: string) => string

/** What turns rules into sentences of one language. */
export type Writer = {
  readonly pick: (zh: string, en: string) => string
  /** An amount in minor units the way the shop writes it; whole amounts without their zeros. */
  readonly money: (minor: number) => string
  readonly nameOf: NameOf
  /** `A、B、C 等 5 个`; the first three of many. */
  readonly list: (names: readonly string[]) => string
}

/** Chinese for any Chinese locale tag, else English. */
export function writerOf(locale: string, money: (minor: number) => string, nameOf: NameOf = (_, id) => id): Writer {
  const isZh = /^zh\b/i.test(locale)
  return {
    pick: (zh, en) => (isZh ? zh : en),
    money: (minor) => money(minor).replace(/\.00$/, ''),
    nameOf,
    list: (names) => listOf(names, isZh),
  }
}

const SHOWN_COUNT = 3

function listOf(names: readonly string[], isZh: boolean): string {
  const shown = names.slice(0, SHOWN_COUNT)
  const more = names.length - shown.length
  if (isZh) return shown.join('、') + (more > 0 ? ` 等 ${names.length} 个` : '')
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

/** `9:05` from minutes of the day. */
export function clockText(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** Basis points as a percentage without needless zeros. */
export function percentText(bps: number): string {
  return `${bps / 100}%`
}

/** A share off as Chinese shops write it: 1,000 is 9 折. Odd shares stay percentages. */
export function foldText(bps: number): string {
  return bps % 10 === 0 ? `${(10_000 - bps) / 1_000} 折` : `减 ${percentText(bps)}`
}

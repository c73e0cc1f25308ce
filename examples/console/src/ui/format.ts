import { useFormatMoney, useSiyuQueries } from '@siyu/react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLanguage } from '../language/language.tsx'

/** How figures are written here: in the chosen language, in the brand's currency and time zone. */
export type Format = {
  readonly money: (minor: number, currency?: string) => string
  /** `12.5` as 1250, in the brand's currency; null for what is no amount of it. */
  readonly minorOf: (text: string) => number | null
  /** The other way: 1250 as `12.5`. */
  readonly amountText: (minor: number) => string
  readonly count: (value: number) => string
  /** A rate in basis points as a percentage. */
  readonly rate: (bps: number) => string
  /** A length of time in its two largest units: `3 h 20 min`. */
  readonly span: (ms: number) => string
  readonly date: (at: number) => string
  readonly dateTime: (at: number) => string
  /** `2026-03` and `2026-03-05`, to sort and group by. */
  readonly monthKey: (at: number) => string
  readonly dayKey: (at: number) => string
}

export function useFormat(): Format {
  const { locale } = useLanguage()
  const money = useFormatMoney()
  const brand = useQuery(useSiyuQueries().brand())
  const currency = brand.data?.currency ?? 'CNY'
  const timeZone = brand.data?.timeZone ?? 'Asia/Shanghai'
  return useMemo(() => {
    const number = new Intl.NumberFormat(locale)
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
    const dayParts = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone } as const
    const day = new Intl.DateTimeFormat('sv-SE', dayParts)
    const minute = new Intl.DateTimeFormat('sv-SE', { ...dayParts, hour: '2-digit', minute: '2-digit' })
    return {
      money: (minor, currency) => money(minor, currency).text,
      minorOf: (text) => minorOf(text, fractionDigits(currency)),
      amountText: (minor) => String(minor / 10 ** fractionDigits(currency)),
      count: (value) => number.format(value),
      rate: (bps) => percent.format(bps / 10_000),
      span: (ms) => spanText(ms, locale),
      date: (at) => day.format(at),
      dateTime: (at) => minute.format(at),
      monthKey: (at) => day.format(at).slice(0, 7),
      dayKey: (at) => day.format(at),
    }
  }, [locale, money, currency, timeZone])
}

/** The tail of an identifier, enough to tell rows apart. */
export function shortId(id: string): string {
  return id.length <= 14 ? id : `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-6)}`
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
] as const

function spanText(ms: number, locale: string): string {
  const largest = Math.max(
    0,
    units.findIndex(([, unitMs]) => ms >= unitMs),
  )
  const [first, second] = ms === 0 ? units.slice(-1) : units.slice(largest, largest + 2)
  const text = (unit: (typeof units)[number], left: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: unit[0], unitDisplay: 'short' }).format(
      Math.floor(left / unit[1]),
    )
  if (first === undefined) return ''
  const rest = ms % first[1]
  return second === undefined || rest < second[1] ? text(first, ms) : `${text(first, ms)} ${text(second, rest)}`
}

function fractionDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

function minorOf(text: string, digits: number): number | null {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text.trim()) ?? []
  if (whole === undefined || fraction.length > digits) return null
  return Number(whole + fraction.padEnd(digits, '0'))
}

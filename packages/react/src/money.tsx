import type { ReactElement, ReactNode } from 'react'
import { useCallback } from 'react'
import { useSiyuContext } from './provider.tsx'

/** An amount as a person reads it. */
export type MoneyText = {
  /** `¥12.50`; empty until the currency is known. */
  readonly text: string
  /** The pieces of `text`, to set the symbol or the fraction smaller. */
  readonly parts: readonly { readonly type: string; readonly value: string }[]
  readonly currency: string | undefined
}

/** Words for an amount in minor units, in the shop's currency unless another is named. */
export type FormatMoney = (minor: number, currency?: string) => MoneyText

/** A function that puts amounts into words, for lists. */
export function useFormatMoney(): FormatMoney {
  const { locale, currency: own } = useSiyuContext()
  return useCallback((minor, currency = own) => moneyText(locale, minor, currency), [locale, own])
}

/** An amount in minor units (fen, cent) as a person reads it. */
export function useMoney(minor: number, currency?: string): MoneyText {
  return useFormatMoney()(minor, currency)
}

export type MoneyProps = {
  readonly minor: number
  readonly currency?: string | undefined
  /** Draws it another way than a `<span>`. */
  readonly render?: ((money: MoneyText) => ReactNode) | undefined
  readonly className?: string | undefined
}

/** An amount of money as text. */
export function Money({ minor, currency, render, className }: MoneyProps): ReactElement {
  const money = useMoney(minor, currency)
  if (render !== undefined) return <>{render(money)}</>
  return (
    <span className={className} data-currency={money.currency}>
      {money.text}
    </span>
  )
}

const formats = new Map<string, Intl.NumberFormat>()

function moneyText(locale: string, minor: number, currency: string | undefined): MoneyText {
  if (currency === undefined) return { text: '', parts: [], currency }
  const format = formatOf(locale, currency)
  const parts = format.formatToParts(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
  return { text: parts.map(({ value }) => value).join(''), parts, currency }
}

/** Making a format is slow: one per language and currency. */
function formatOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  const format =
    formats.get(key) ?? new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  formats.set(key, format)
  return format
}

import type { Words } from '@siyu/core/kernel'
import { createContext, type ReactElement, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { keepSetting, readSetting } from '../app/storage.ts'
import { en } from './en.ts'
import { type ShopWords, zh } from './zh.ts'

export type Locale = 'zh-CN' | 'en'

/** The language of the shop and how to change it. */
export type Language = {
  readonly locale: Locale
  readonly words: ShopWords
  readonly setLocale: (locale: Locale) => void
  /** The catalogue's words in this language. */
  readonly pick: (words: Words) => string
}

const LanguageContext = createContext<Language | null>(null)

/** Keeps the language: Chinese until the visitor says otherwise. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [locale, setLocale] = useState<Locale>(() => (readSetting('locale') === 'en' ? 'en' : 'zh-CN'))
  const words = locale === 'en' ? en : zh
  useEffect(() => {
    keepSetting('locale', locale)
    document.documentElement.lang = locale
    document.title = words.common.shopName
  }, [locale, words])
  const language = useMemo<Language>(
    () => ({ locale, words, setLocale, pick: (pair) => (locale === 'en' ? pair.en : pair.zh) }),
    [locale, words],
  )
  return <LanguageContext value={language}>{children}</LanguageContext>
}

/** The language of the shop. */
export function useLanguage(): Language {
  const language = useContext(LanguageContext)
  if (language === null) throw new Error('Put <LanguageProvider> around the shop.')
  return language
}

/** The shop's own words in the visitor's language. */
export function useWords(): ShopWords {
  return useLanguage().words
}

export type FormatMoment = (at: number, style?: 'day' | 'minute') => string

/** Puts moments into words. */
export function useMoment(): FormatMoment {
  const { locale } = useLanguage()
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' })
    const minute = new Intl.DateTimeFormat(locale, {
      ...{ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    })
    return (at, style = 'minute') => (style === 'day' ? day : minute).format(at)
  }, [locale])
}

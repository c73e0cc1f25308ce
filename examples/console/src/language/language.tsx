import type { Words } from '@siyu/core/kernel'
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react'

export type Language = 'zh' | 'en'

const storageKey = 'siyu.console.language'
const locales: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' }

export type LanguageChoice = {
  readonly language: Language
  /** Tag for `Intl` and for the words of errors. */
  readonly locale: string
  readonly setLanguage: (language: Language) => void
}

const LanguageContext = createContext<LanguageChoice>({ language: 'zh', locale: 'zh-CN', setLanguage: () => undefined })

/** Chinese until someone chooses otherwise; the choice outlives the tab. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh'))
  useEffect(() => {
    localStorage.setItem(storageKey, language)
    document.documentElement.lang = locales[language]
  }, [language])
  const choice = useMemo(() => ({ language, locale: locales[language], setLanguage }), [language])
  return <LanguageContext value={choice}>{children}</LanguageContext>
}

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext)
}

/** Words for a key of a page's list; `{name}` in them is replaced by `values.name`. */
export type Say<Key extends string> = (key: Key, values?: Readonly<Record<string, string | number>>) => string

/** Speaks a page's list of words in the chosen language. */
export function useSay<Key extends string>(list: Readonly<Record<Key, Words>>): Say<Key> {
  const { language } = useLanguage()
  return useCallback(
    (key, values = {}) => list[key][language].replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap)),
    [list, language],
  )
}

/** Picks the chosen language of names that come in both. */
export function usePick(): (words: Words) => string {
  const { language } = useLanguage()
  return useCallback((words) => words[language], [language])
}

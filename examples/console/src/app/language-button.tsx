import type { ReactElement } from 'react'
import { useLanguage, useSay } from '../language/language.tsx'
import { appWords } from './words.ts'

/** Changes to the other language; says its name in that language. */
export function LanguageButton(): ReactElement {
  const say = useSay(appWords)
  const { language, setLanguage } = useLanguage()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className="button quiet"
      lang={other}
      data-testid="language-switch"
      onClick={() => setLanguage(other)}
    >
      {say('language')}
    </button>
  )
}

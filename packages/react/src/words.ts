import { isSiyuError } from '@siyu/core/kernel'
import { useCallback } from 'react'
import { useSiyuContext } from './provider.tsx'

/** What to tell a person about an error; empty for no error. */
export type ErrorWords = (error: unknown) => string

/** Words for errors in the language of the provider. Anything that is no refusal reads like a fault of ours. */
export function useErrorWords(): ErrorWords {
  const { locale, errorWords } = useSiyuContext()
  return useCallback(
    (error) => {
      if (error === null || error === undefined) return ''
      return errorWords(isSiyuError(error) ? error.code : 'fault', locale)
    },
    [locale, errorWords],
  )
}

import type { Explanation } from '@siyu/core/pricing'
import { useFormatMoney } from '@siyu/react'
import { useCallback } from 'react'
import { short } from '../coupons/terms.ts'
import { useWords } from '../language/language.tsx'

/** A function that says why a rule did not apply; empty when it did. */
export function useReason(): (explanation: Pick<Explanation, 'reason' | 'missingMinor'>) => string {
  const { cart } = useWords()
  const money = useFormatMoney()
  return useCallback(
    ({ reason, missingMinor }) => {
      if (reason === null) return ''
      if (reason === 'below_subtotal' && missingMinor !== null) return cart.missing(short(money(missingMinor).text))
      return cart.reasons[reason]
    },
    [cart, money],
  )
}

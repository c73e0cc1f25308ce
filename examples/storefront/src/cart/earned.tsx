import type { QuoteInput } from '@siyu/core/pricing'
import { useEarnPreview } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { useLatest } from '../pieces/latest.ts'

/** The points this basket will earn: the cart, or the one given. Nothing where it earns none. */
export function Earned({ basket }: { readonly basket?: QuoteInput }): ReactElement | null {
  const { cart: words } = useWords()
  const count = useLatest(useEarnPreview(basket)) ?? 0
  if (count === 0) return null
  return (
    <p className="earned" data-testid="earns">
      <Icon name="coin" small />
      {words.earns(count)}
    </p>
  )
}

import type { KolShopStatus } from '@siyu/core/kolshops'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { kolShopWords } from './words.ts'

const tones: { readonly [Status in KolShopStatus]: string } = {
  applied: 'requested',
  open: 'completed',
  rejected: 'rejected',
  suspended: 'cancelled',
  closed: 'cancelled',
}

/** A shop's state. */
export function StatusTag({ status }: { readonly status: KolShopStatus }): ReactElement {
  const say = useSay(kolShopWords)
  return (
    <span className="tag" data-status={tones[status]} data-testid="kolshop-status">
      {say(`status_${status}`)}
    </span>
  )
}

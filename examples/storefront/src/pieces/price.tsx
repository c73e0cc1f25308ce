import { useMoney } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'

export type PriceProps = {
  readonly minor: number
  /** The list price, struck through when it is higher. */
  readonly listMinor?: number | undefined
  readonly size?: 'small' | 'medium' | 'large' | undefined
  readonly testId?: string | undefined
}

/** A price with a small symbol and fraction, so that the figure reads first. */
export function Price({ minor, listMinor, size = 'medium', testId }: PriceProps): ReactElement {
  const { common } = useWords()
  const { parts } = useMoney(minor)
  const list = useMoney(listMinor ?? 0)
  return (
    <span className={`price price--${size}`}>
      <span className="price__now" data-testid={testId}>
        {parts.map(({ type, value }) => (
          <span key={type + value} className={`price__${type}`}>
            {value}
          </span>
        ))}
      </span>
      {listMinor !== undefined && listMinor > minor && (
        <>
          <span className="sr-only">{common.listPrice(list.text)}</span>
          <s className="price__list" aria-hidden="true">
            {list.text}
          </s>
        </>
      )}
    </span>
  )
}

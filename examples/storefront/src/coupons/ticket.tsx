import type { ReactElement, ReactNode } from 'react'
import { useLanguage } from '../language/language.tsx'
import { type Terms, useTerms } from './terms.ts'

export type TicketProps = {
  readonly terms: Terms & { readonly name: { readonly zh: string; readonly en: string } }
  /** A line below the terms. */
  readonly note?: string | undefined
  readonly isDull?: boolean | undefined
  readonly testId?: string | undefined
  readonly state?: string | undefined
  /** What can be done with it. */
  readonly children?: ReactNode
}

/** The most letters of a value in large type. */
const maxValue = 5

/** The most letters of the terms that fit below the value. */
const maxFace = 16

/** A coupon as a stitched cloth label. */
export function Ticket({ terms, note, isDull = false, testId, state, children }: TicketProps): ReactElement {
  const { pick } = useLanguage()
  const { value, condition } = useTerms()(terms)
  const isLong = condition.length > maxFace
  return (
    <article className={isDull ? 'ticket ticket--dull' : 'ticket'} data-testid={testId} data-state={state}>
      <div className="ticket__value">
        <strong className={value.length > maxValue ? 'ticket__long' : undefined}>{value}</strong>
        {!isLong && <span>{condition}</span>}
      </div>
      <div className="ticket__text">
        <h3>{pick(terms.name)}</h3>
        {isLong && <p>{condition}</p>}
        {note !== undefined && <p>{note}</p>}
      </div>
      {children !== undefined && <div className="ticket__act">{children}</div>}
    </article>
  )
}

import { type ReactElement, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { decideConsent, savedConsent } from './shop.ts'

/** Asks once whether visits may be counted. Nothing leaves the device before the answer. */
export function ConsentBar(): ReactElement | null {
  const { consent } = useWords()
  const [isAsking, setAsking] = useState(() => savedConsent() === 'pending')
  if (!isAsking) return null
  const decide = (choice: 'granted' | 'denied'): void => {
    decideConsent(choice)
    setAsking(false)
  }
  return (
    <section className="consent" aria-label={consent.label} data-testid="consent-bar">
      <p>{consent.question}</p>
      <button type="button" className="consent__no" data-testid="consent-deny" onClick={() => decide('denied')}>
        {consent.deny}
      </button>
      <button type="button" className="consent__yes" data-testid="consent-grant" onClick={() => decide('granted')}>
        {consent.grant}
      </button>
    </section>
  )
}

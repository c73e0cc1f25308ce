import type { ConsentRow, Policy, Purpose } from '@siyu/core/compliance'
import { useConsents, useErrorWords } from '@siyu/react'
import type { ReactElement } from 'react'
import { decideConsent } from '../app/shop.ts'
import { useLanguage, useMoment } from '../language/language.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { useToast } from '../pieces/toast.tsx'

/** A switch for every purpose. */
export function ConsentPanel(): ReactElement {
  const { words, locale } = useLanguage()
  const { consents, setConsent } = useConsents()
  const toast = useToast()
  const errorWords = useErrorWords()
  const { data, error, refetch } = consents
  if (data === undefined) {
    return error === null ? <Skeleton rows={4} /> : <Problem error={error} onRetry={() => void refetch()} />
  }
  const say = async ({ about, currentVersion }: ConsentRow, granted: boolean): Promise<void> => {
    const policyVersion = granted ? (currentVersion ?? undefined) : undefined
    const input = { purpose: about as Purpose, granted, policyVersion, locale, screen: 'privacy' }
    try {
      await setConsent.mutateAsync(input)
      if (about === 'analytics') decideConsent(granted ? 'granted' : 'denied')
    } catch (refused) {
      toast(errorWords(refused))
    }
  }
  return (
    <section className="panel" aria-label={words.privacy.consents} data-testid="consents">
      <div className="panel--text">
        <h2 className="heading">{words.privacy.consents}</h2>
        <p className="privacy__lead">{words.privacy.consentsLead}</p>
        <Policies policies={data.policies} />
      </div>
      {data.items.map((row) => (
        <Row key={row.about} row={row} isBusy={setConsent.isPending} onSay={(granted) => void say(row, granted)} />
      ))}
    </section>
  )
}

function Policies({ policies }: { readonly policies: readonly Policy[] }): ReactElement {
  const { words, pick } = useLanguage()
  return (
    <>
      {policies.map(({ version, summary, url }) => (
        <p key={version} className="privacy__policy">
          {pick(summary)}
          {url !== null && <a href={url}>{words.privacy.readPolicy}</a>}
        </p>
      ))}
    </>
  )
}

type RowProps = { readonly row: ConsentRow; readonly isBusy: boolean; readonly onSay: (granted: boolean) => void }

function Row({ row, isBusy, onSay }: RowProps): ReactElement {
  const { words } = useLanguage()
  const moment = useMoment()
  const { about, state, at, currentVersion } = row
  const name = words.privacy.purposes[about]
  const text = words.privacy.states[state]
  const marks = { 'data-testid': 'consent-row', 'data-about': about, 'data-state': state }
  if (about === 'service' || about === 'guardian') {
    return (
      <div className="row" {...marks}>
        <span className="row__label">{name}</span>
        <span className="row__value">{about === 'service' ? words.privacy.always : text}</span>
      </div>
    )
  }
  return (
    <label className="row" {...marks}>
      <span className="row__label">
        {name}
        <small>{at === null ? text : words.privacy.since(text, moment(at, 'day'))}</small>
      </span>
      <input
        type="checkbox"
        className="switch"
        checked={state === 'granted'}
        disabled={isBusy || (currentVersion === null && state !== 'granted')}
        onChange={(event) => onSay(event.target.checked)}
      />
    </label>
  )
}

import type { CampaignTerms, InviteTerms, Prize } from '@siyu/core/campaigns'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check, Choice } from '../../ui/choice.tsx'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { friendsWords } from './friends-words.ts'
import { newPrize, PrizeFields } from './prize-fields.tsx'

type TermsProps<T extends CampaignTerms> = { readonly terms: T; readonly onChange: (terms: T) => void }

/** What counts and what there is to win. */
export function TermsFields({ terms, onChange }: TermsProps<CampaignTerms>): ReactElement {
  const say = useSay(friendsWords)
  if (terms.kind === 'invite') return <InviteFields terms={terms} onChange={onChange} />
  const prizes = <PrizeList prizes={terms.prizes} onChange={(some) => onChange({ ...terms, prizes: some })} />
  if (terms.kind === 'leaderboard') {
    return (
      <>
        <Field label={say('by')}>
          <Choice
            value={terms.by}
            options={[
              ['first_orders', say('first_orders')],
              ['net_sales', say('net_sales')],
            ]}
            onChange={(by) => onChange({ ...terms, by })}
          />
        </Field>
        {prizes}
      </>
    )
  }
  return (
    <>
      <Field label={say('entry')}>
        <Choice
          value={terms.entry}
          options={[
            ['free', say('free')],
            ['order', say('order')],
          ]}
          onChange={(entry) => onChange({ ...terms, entry })}
        />
      </Field>
      {prizes}
    </>
  )
}

function InviteFields({ terms, onChange }: TermsProps<InviteTerms>): ReactElement {
  const say = useSay(friendsWords)
  const { client } = useAdmin()
  const optional = (name: 'each' | 'friend'): ReactElement => {
    const prize = terms[name]
    return (
      <>
        <Check
          label={say(name)}
          isOn={prize !== null}
          testId={`friends-${name}-on`}
          onChange={(isOn) => onChange({ ...terms, [name]: isOn ? newPrize(client.newId('prz')) : null })}
        />
        {prize !== null && (
          <PrizeFields
            prize={prize}
            testId={`friends-${name}`}
            onChange={(changed) => onChange({ ...terms, [name]: changed })}
          />
        )}
      </>
    )
  }
  return (
    <>
      {optional('each')}
      {terms.each !== null && (
        <Field label={say('eachMax')}>
          <CountInput
            required
            value={terms.eachMaxCount}
            onChange={(eachMaxCount = UNKNOWN) => onChange({ ...terms, eachMaxCount })}
          />
        </Field>
      )}
      {optional('friend')}
      <Steps terms={terms} onChange={onChange} />
    </>
  )
}

function Steps({ terms, onChange }: TermsProps<InviteTerms>): ReactElement {
  const say = useSay(friendsWords)
  const { client } = useAdmin()
  const put = (steps: InviteTerms['steps']): void => onChange({ ...terms, steps })
  const change = (at: number, part: Partial<InviteTerms['steps'][number]>): void =>
    put(terms.steps.map((step, place) => (place === at ? { ...step, ...part } : step)))
  return (
    <>
      <h3>{say('steps')}</h3>
      {terms.steps.map(({ friendCount, prize }, at) => (
        <div key={prize.id} className="stack">
          <Field label={say('friendCount')}>
            <CountInput
              required
              value={friendCount}
              testId={`friends-step-${at}-count`}
              onChange={(count = UNKNOWN) => change(at, { friendCount: count })}
            />
          </Field>
          <PrizeFields
            prize={prize}
            testId={`friends-step-${at}`}
            onChange={(changed) => change(at, { prize: changed })}
          />
          <button type="button" className="button quiet" onClick={() => put(terms.steps.toSpliced(at, 1))}>
            {say('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button"
        data-testid="friends-add-step"
        onClick={() => put([...terms.steps, { friendCount: UNKNOWN, prize: newPrize(client.newId('prz')) }])}
      >
        {say('addStep')}
      </button>
    </>
  )
}

type PrizeListProps = { readonly prizes: readonly Prize[]; readonly onChange: (prizes: readonly Prize[]) => void }

function PrizeList({ prizes, onChange }: PrizeListProps): ReactElement {
  const say = useSay(friendsWords)
  const { client } = useAdmin()
  return (
    <>
      <h3>{say('prizes')}</h3>
      {prizes.map((prize, at) => (
        <div key={prize.id} className="stack">
          <PrizeFields
            prize={prize}
            testId={`friends-prize-${at}`}
            onChange={(changed) => onChange(prizes.with(at, changed))}
          />
          {prizes.length > 1 && (
            <button type="button" className="button quiet" onClick={() => onChange(prizes.toSpliced(at, 1))}>
              {say('remove')}
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        className="button"
        data-testid="friends-add-prize"
        onClick={() => onChange([...prizes, newPrize(client.newId('prz'))])}
      >
        {say('addPrize')}
      </button>
    </>
  )
}

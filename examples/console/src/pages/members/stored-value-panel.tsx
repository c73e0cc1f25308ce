import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { MoneyInput } from '../../ui/number-input.tsx'
import { Fact, Field } from '../../ui/page.tsx'
import { Loaded, WriteError } from '../../ui/states.tsx'
import { storedValueWords } from './stored-value-words.ts'

type OfMember = { readonly memberId: string }

/** A member's stored value 储值, and topping it up or taking out what no order holds. */
export function StoredValuePanel({ memberId }: OfMember): ReactElement {
  const say = useSay(storedValueWords)
  const { money } = useFormat()
  const { queries } = useAdmin()
  const account = useQuery(queries.storedValue.ofMember(memberId))
  return (
    <section className="stack tight" data-testid="member-stored-value">
      <h3>{say('title')}</h3>
      <Loaded read={account} rows={2}>
        {({ balanceMinor, heldMinor }) => (
          <>
            <dl className="facts">
              <Fact label={say('available')}>
                <strong data-testid="stored-value-available">{money(balanceMinor - heldMinor)}</strong>
              </Fact>
              <Fact label={say('held')}>{money(heldMinor)}</Fact>
            </dl>
            <GrantForm memberId={memberId} />
          </>
        )}
      </Loaded>
    </section>
  )
}

function GrantForm({ memberId }: OfMember): ReactElement {
  const say = useSay(storedValueWords)
  const common = useSay(commonWords)
  const { money } = useFormat()
  const { mutations, refresh } = useAdmin()
  const [way, setWay] = useState<'put' | 'take'>('put')
  const [minor, setMinor] = useState<number | undefined>(undefined)
  const [reason, setReason] = useState('')
  const grant = useMutation({ ...mutations.storedValue.grant(), onSuccess: refresh })
  const isGood = minor !== undefined && minor > 0 && reason.trim() !== ''
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isGood) return
    const deltaMinor = way === 'put' ? minor : -minor
    grant.mutate({ memberId, deltaMinor, reason: reason.trim() }, { onSuccess: () => setMinor(undefined) })
  }
  return (
    <form className="panel" onSubmit={submit}>
      <Field label={say('way')}>
        <Choice
          value={way}
          options={[
            ['put', say('put')],
            ['take', say('take')],
          ]}
          testId="stored-value-way"
          onChange={setWay}
        />
      </Field>
      <Field label={say('amount')}>
        <MoneyInput required value={minor} testId="stored-value-amount" onChange={setMinor} />
      </Field>
      <Field label={common('reason')}>
        <input
          required
          maxLength={200}
          value={reason}
          data-testid="stored-value-reason"
          onChange={({ target }) => setReason(target.value)}
        />
      </Field>
      <WriteError error={grant.error} />
      {grant.data !== undefined && (
        <p className="done" role="status" data-testid="stored-value-done">
          {say('done', { left: money(grant.data.balanceMinor - grant.data.heldMinor) })}
        </p>
      )}
      <button type="submit" className="button" data-testid="stored-value-submit" disabled={!isGood || grant.isPending}>
        {say(way)}
      </button>
    </form>
  )
}

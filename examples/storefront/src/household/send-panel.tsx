import type { HouseholdView } from '@siyu/core/points'
import { usePoints, useSession, useTransferPoints } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { useToast } from '../pieces/toast.tsx'

export type HouseholdProps = {
  readonly view: HouseholdView
  readonly household: NonNullable<HouseholdView['household']>
}

/** Sends points to somebody of the household, within what the shop allows. */
export function SendPanel({ view, household }: HouseholdProps): ReactElement {
  const { household: words } = useWords().family
  const session = useSession()
  const { data: points } = usePoints()
  const others = household.members.filter(
    ({ memberId }) => session.status !== 'member' || memberId !== session.memberId,
  )
  const [chosen, setChosen] = useState('')
  const [count, setCount] = useState('')
  const transfer = useTransferPoints()
  const toast = useToast()
  const { sharing, leftTodayCount, leftThisMonthCount } = view
  const toMemberId = others.some(({ memberId }) => memberId === chosen) ? chosen : (others[0]?.memberId ?? '')
  const most = Math.min(
    points?.spendableCount ?? 0,
    ...[leftTodayCount, leftThisMonthCount].filter((at) => at !== null),
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    transfer.mutateAsync({ toMemberId, count: Number(count) }).then(
      (sent) => {
        setCount('')
        toast(words.sent(sent.count))
      },
      () => undefined,
    )
  }
  return (
    <form className="panel panel--text form" aria-label={words.send} onSubmit={submit}>
      <h2 className="heading">{words.send}</h2>
      <ToField others={others} value={toMemberId} onChange={setChosen} />
      <label className="field">
        <span>
          {words.count} · {words.mine(points?.spendableCount ?? 0)}
        </span>
        <input
          type="number"
          inputMode="numeric"
          required
          min={sharing.minimumCount}
          max={Math.max(sharing.minimumCount, most)}
          value={count}
          data-testid="transfer-count"
          onChange={(event) => setCount(event.target.value)}
        />
        <small className="quiet">{words.limits(sharing.minimumCount, leftTodayCount, leftThisMonthCount)}</small>
      </label>
      <Problem error={transfer.error} />
      <SubmitButton testId="transfer-send" look="buy" disabled={transfer.isPending || most < sharing.minimumCount}>
        {words.send}
      </SubmitButton>
    </form>
  )
}

type ToProps = {
  readonly others: HouseholdProps['household']['members']
  readonly value: string
  readonly onChange: (memberId: string) => void
}

function ToField({ others, value, onChange }: ToProps): ReactElement {
  const { household: words } = useWords().family
  return (
    <label className="field">
      <span>{words.to}</span>
      <select
        className="select household__to"
        value={value}
        data-testid="transfer-to"
        onChange={(event) => onChange(event.target.value)}
      >
        {others.map(({ memberId, name }) => (
          <option key={memberId} value={memberId}>
            {name ?? words.nameless}
          </option>
        ))}
      </select>
    </label>
  )
}

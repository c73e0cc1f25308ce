import type { Withdrawal } from '@siyu/core/referrals'
import { useCommission, useWithdraw, useWithdrawals } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useMoment, useWords } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Problem } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { TextField } from '../pieces/text-field.tsx'
import { useToast } from '../pieces/toast.tsx'

/** Takes commission out, and tells what became of it. */
export function WithdrawPanel(): ReactElement | null {
  const { invite: words } = useWords()
  const { data: commission } = useCommission()
  const { data: withdrawals, hasNextPage, fetchNextPage } = useWithdrawals()
  const { common } = useWords()
  if (commission === undefined) return null
  const { terms, availableMinor } = commission
  return (
    <section className="panel panel--text" aria-labelledby="withdraw">
      <h2 className="heading" id="withdraw">
        {words.withdraw}
      </h2>
      {availableMinor < terms.minMinor ? (
        <p className="quiet">{words.withdrawFrom((terms.minMinor / 100).toFixed(2))}</p>
      ) : (
        <WithdrawForm mostMinor={Math.min(availableMinor, terms.maxMinor)} leastMinor={terms.minMinor} />
      )}
      <ul className="entries entries--inner">
        {withdrawals?.items.map((each) => (
          <Entry key={each.id} withdrawal={each} />
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="button button--quiet button--wide" onClick={() => void fetchNextPage()}>
          {common.more}
        </button>
      )}
    </section>
  )
}

type FormProps = { readonly mostMinor: number; readonly leastMinor: number }

function WithdrawForm({ mostMinor, leastMinor }: FormProps): ReactElement {
  const { invite: words } = useWords()
  const withdraw = useWithdraw()
  const toast = useToast()
  const [amount, setAmount] = useState('')
  const [account, setAccount] = useState('')
  const [name, setName] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const amountMinor = Math.round(Number(amount) * 100)
    withdraw.mutateAsync({ amountMinor, method: 'manual', account, name }).then(
      () => {
        setAmount('')
        toast(words.withdrawAsked)
      },
      () => undefined,
    )
  }
  return (
    <form className="form" aria-label={words.withdraw} onSubmit={submit}>
      <label className="field">
        <span>{words.amount}</span>
        <input
          type="number"
          inputMode="decimal"
          required
          step="0.01"
          min={leastMinor / 100}
          max={mostMinor / 100}
          value={amount}
          data-testid="withdraw-amount"
          onChange={(event) => setAmount(event.target.value)}
        />
      </label>
      <TextField
        {...{ label: words.account, value: account, testId: 'withdraw-account', required: true, maxLength: 128 }}
        onChange={setAccount}
      />
      <TextField
        {...{ label: words.payee, value: name, testId: 'withdraw-name', required: true, maxLength: 64 }}
        onChange={setName}
      />
      <Problem error={withdraw.error} />
      <SubmitButton testId="withdraw-send" look="buy" disabled={withdraw.isPending}>
        {words.withdraw}
      </SubmitButton>
    </form>
  )
}

function Entry({ withdrawal }: { readonly withdrawal: Withdrawal }): ReactElement {
  const { invite: words } = useWords()
  const moment = useMoment()
  const { amountMinor, feeMinor, taxMinor, status, movedAt } = withdrawal
  return (
    <li className="entry" data-testid="withdrawal-row" data-state={status}>
      <span className="entry__what">
        <b>{words.withdrawStates[status]}</b>
        <small>{moment(movedAt)}</small>
      </span>
      <Price minor={amountMinor - feeMinor - taxMinor} listMinor={amountMinor} size="small" />
    </li>
  )
}

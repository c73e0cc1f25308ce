import { type PayoutRow, payoutCsv, payoutMinor, type WithdrawalStatus } from '@siyu/core/referrals'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useDownload } from '../../ui/download.tsx'
import { readAll, saveFile } from '../../ui/export.ts'
import { shortId, useFormat } from '../../ui/format.ts'
import { Field } from '../../ui/page.tsx'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded, WriteError } from '../../ui/states.tsx'
import { referralWords } from './words.ts'

const PAGE_COUNT = 20
const statuses: readonly WithdrawalStatus[] = ['requested', 'approved', 'paying', 'paid', 'rejected', 'failed']

/** Withdrawals of commission: what waits is decided, what is approved goes out in batches, as CSV for the bank. */
export function Payouts(): ReactElement {
  const say = useSay(referralWords)
  const { client, queries, mutations, refresh } = useAdmin()
  const [status, setStatus] = useState<WithdrawalStatus>('requested')
  const list = useGrowingList(queries.referrals.payouts({ status, limit: PAGE_COUNT }))
  const onSuccess = (): void => void refresh()
  const onBatched = (): void => {
    setStatus('paying')
    onSuccess()
  }
  const batch = useMutation({ ...mutations.referrals.batch(), onSuccess: onBatched })
  const csv = useDownload({
    ...{ label: say('asCsv'), testId: 'payout-csv' },
    save: async () => {
      const rows = await readAll((cursor) => client.referrals.payouts({ status, cursor, limit: 100 }))
      saveFile(`withdrawals-${status}.csv`, payoutCsv(rows))
    },
  })
  return (
    <section className="card flush" aria-label={say('payouts')}>
      <div className="toolbar">
        <Field label={say('payouts')}>
          <select
            value={status}
            data-testid="payout-status"
            onChange={(event) => setStatus(event.target.value as WithdrawalStatus)}
          >
            {statuses.map((each) => (
              <option key={each} value={each}>
                {say(each)}
              </option>
            ))}
          </select>
        </Field>
        <button
          type="button"
          className="button"
          data-testid="payout-batch"
          disabled={batch.isPending}
          onClick={() => batch.mutate({})}
        >
          {say('makeBatch')}
        </button>
        {csv.button}
      </div>
      <WriteError error={batch.error ?? csv.error} />
      <Loaded
        read={list}
        isEmpty={(items) => items.length === 0}
        empty={<Empty title={say('noPayouts')}>{say('noPayoutsHint')}</Empty>}
      >
        {(items) => (
          <>
            <PayoutTable rows={items} onDone={onSuccess} />
            <ListFoot list={list} />
          </>
        )}
      </Loaded>
    </section>
  )
}

type TableProps = { readonly rows: readonly PayoutRow[]; readonly onDone: () => void }

function PayoutTable({ rows, onDone }: TableProps): ReactElement {
  const say = useSay(referralWords)
  const { money, dateTime } = useFormat()
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('member')}</th>
            <th>{say('account')}</th>
            <th className="number">{say('amount')}</th>
            <th className="number">{say('pay')}</th>
            <th>{say('since')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.withdrawal.id} data-testid="payout-row">
              <td>{row.name ?? shortId(row.withdrawal.memberId)}</td>
              <td>{row.account ?? '—'}</td>
              <td className="number">{money(row.withdrawal.amountMinor)}</td>
              <td className="number">{money(payoutMinor(row.withdrawal))}</td>
              <td>{dateTime(row.withdrawal.movedAt)}</td>
              <td>
                <Decisions row={row} onDone={onDone} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowProps = { readonly row: PayoutRow; readonly onDone: () => void }

/** What can be done with a withdrawal where it stands; what became of one that its provider has, that says itself. */
function Decisions({ row, onDone }: RowProps): ReactElement {
  const say = useSay(referralWords)
  const { mutations } = useAdmin()
  const { id: withdrawalId, status, batchId } = row.withdrawal
  const approve = useMutation({ ...mutations.referrals.approve(), onSuccess: onDone })
  const reject = useMutation({ ...mutations.referrals.reject(), onSuccess: onDone })
  const settle = useMutation({ ...mutations.referrals.settle(), onSuccess: onDone })
  const isPending = approve.isPending || reject.isPending || settle.isPending
  const button = (name: 'approve' | 'reject' | 'markPaid' | 'markFailed', act: () => void): ReactElement => (
    <button type="button" className="button" data-testid={`payout-${name}`} disabled={isPending} onClick={act}>
      {say(name)}
    </button>
  )
  const end = (outcome: 'paid' | 'failed') => (): void => settle.mutate({ withdrawalId, outcome, reference: null })
  return (
    <>
      {status === 'requested' && button('approve', () => approve.mutate({ withdrawalId }))}
      {(status === 'requested' || status === 'approved') &&
        button('reject', () => reject.mutate({ withdrawalId, reason: say('rejected') }))}
      {status === 'paying' && batchId === null && <span className="quiet-text">{say('withProvider')}</span>}
      {status === 'paying' && batchId !== null && button('markPaid', end('paid'))}
      {status === 'paying' && batchId !== null && button('markFailed', end('failed'))}
      <WriteError error={approve.error ?? reject.error ?? settle.error} />
    </>
  )
}

import {
  MAX_RECONCILED_DAYS,
  type ReconcileInput,
  type ReconciliationReport,
  readStatement,
  reconciliationCsv,
} from '@siyu/core/payments'
import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { saveFile } from '../../ui/export.ts'
import { shortId, useFormat } from '../../ui/format.ts'
import { Table } from '../../ui/list.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { paymentWords } from './words.ts'

const DAY_MS = 86_400_000

/** What was chosen to be compared; a file that cannot be read says where. */
type Chosen =
  | { readonly name: string; readonly statement: NonNullable<ReconcileInput['statement']> }
  | { readonly name: string; readonly row: number; readonly column: string }

/** Compares a provider's statement, or a file of it, with our payments. */
export function Reconciliation(): ReactElement {
  const say = useSay(paymentWords)
  const { mutations } = useAdmin()
  const [now] = useState(Date.now)
  const [provider, setProvider] = useState('test')
  const [fromAt, setFrom] = useState<number | null>(() => now - 7 * DAY_MS)
  const [untilAt, setUntil] = useState<number | null>(() => now + DAY_MS)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const reconcile = useMutation(mutations.payments.reconcile())
  const isSpan =
    fromAt !== null && untilAt !== null && fromAt < untilAt && untilAt - fromAt <= MAX_RECONCILED_DAYS * DAY_MS
  const isReadable = chosen === null || 'statement' in chosen
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isSpan || !isReadable) return
    const statement = chosen !== null && { statement: chosen.statement }
    reconcile.mutate({ provider: provider.trim(), fromAt, untilAt, ...statement })
  }
  return (
    <section className="card stack tight" aria-label={say('reconcile')}>
      <h2>{say('reconcile')}</h2>
      <p className="page-note">{say('reconcileHint')}</p>
      <form className="form three" onSubmit={submit}>
        <Field label={say('provider')}>
          <input
            required
            maxLength={32}
            value={provider}
            data-testid="reconcile-provider"
            onChange={({ target }) => setProvider(target.value)}
          />
        </Field>
        <Field label={say('from')}>
          <MomentInput required value={fromAt} testId="reconcile-from" onChange={setFrom} />
        </Field>
        <Field label={say('until')} error={isSpan ? null : say('badSpan')}>
          <MomentInput required value={untilAt} testId="reconcile-until" onChange={setUntil} />
        </Field>
        <StatementField chosen={chosen} onChoose={setChosen} />
        <div className="form-actions">
          <button
            type="submit"
            className="button primary"
            data-testid="reconcile-run"
            disabled={!isSpan || !isReadable || reconcile.isPending}
          >
            {say(reconcile.isPending ? 'running' : 'run')}
          </button>
        </div>
      </form>
      <WriteError error={reconcile.error} />
      <div role="status">{reconcile.data !== undefined && <Report report={reconcile.data} />}</div>
    </section>
  )
}

type StatementFieldProps = { readonly chosen: Chosen | null; readonly onChoose: (chosen: Chosen | null) => void }

function StatementField({ chosen, onChoose }: StatementFieldProps): ReactElement {
  const say = useSay(paymentWords)
  const { count } = useFormat()
  const take = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = target.files?.[0]
    if (file === undefined) return onChoose(null)
    const read = readStatement(await file.text())
    const { name } = file
    onChoose(read.ok ? { name, statement: read.lines } : { name, row: read.row, column: read.column })
  }
  const problem =
    chosen !== null && 'row' in chosen ? say('unreadable', { row: chosen.row, column: chosen.column }) : null
  const known =
    chosen !== null && 'statement' in chosen
      ? say('linesRead', { count: count(chosen.statement.length) })
      : say('fileHint')
  return (
    <Field label={say('file')} hint={known} error={problem}>
      <input type="file" accept=".csv,text/csv" data-testid="reconcile-file" onChange={(event) => void take(event)} />
    </Field>
  )
}

function Report({ report }: { readonly report: ReconciliationReport }): ReactElement {
  const say = useSay(paymentWords)
  const { count, money } = useFormat()
  const { differences, theirCount, ourCount, theirNetMinor, ourNetMinor, isCut } = report
  const isClean = differences.length === 0
  return (
    <>
      <p data-testid="reconcile-verdict" data-clean={isClean}>
        <strong>{isClean ? say('clean') : say('differences', { count: count(differences.length) })}</strong> ·{' '}
        {say('counts', { theirs: count(theirCount), ours: count(ourCount) })} ·{' '}
        {say('nets', { theirs: money(theirNetMinor), ours: money(ourNetMinor) })}
      </p>
      {isCut && <p className="field-error">{say('cut')}</p>}
      {!isClean && <Differences report={report} />}
    </>
  )
}

function Differences({ report }: { readonly report: ReconciliationReport }): ReactElement {
  const say = useSay(paymentWords)
  const { dateTime } = useFormat()
  return (
    <>
      <Table
        columns={[
          { name: say('kind') },
          { name: say('payment') },
          { name: say('order'), as: 'optional' },
          { name: say('ours'), as: 'number' },
          { name: say('theirs'), as: 'number' },
          { name: say('at') },
        ]}
      >
        {report.differences.map(({ kind, paymentId, refundId, orderId, ours, theirs, at }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same line may stand twice in a provider's books
          <tr key={index} data-testid="difference" data-kind={kind}>
            <td>
              <span className="tag">{say(`kind_${kind}`)}</span>
            </td>
            <td>
              <code title={refundId ?? paymentId}>{shortId(refundId ?? paymentId)}</code>
            </td>
            <td className="optional">{orderId !== null && <code title={orderId}>{shortId(orderId)}</code>}</td>
            <td className="number">
              <Side said={ours} />
            </td>
            <td className="number">
              <Side said={theirs} />
            </td>
            <td>{dateTime(at)}</td>
          </tr>
        ))}
      </Table>
      <button
        type="button"
        className="button fit"
        onClick={() => saveFile(`reconciliation-${report.provider}.csv`, reconciliationCsv(report))}
      >
        {say('download')}
      </button>
    </>
  )
}

/** What one of the books has: an amount, or where it stands. */
function Side({ said }: { readonly said: string | null }): ReactElement {
  const say = useSay(paymentWords)
  const { money } = useFormat()
  const [, minor, currency] = /^(-?\d+) ([A-Z]{3})$/.exec(said ?? '') ?? []
  if (minor !== undefined) return <>{money(Number(minor), currency)}</>
  if (said === 'settled' || said === 'open') return <>{say(`state_${said}`)}</>
  return <>{said ?? '–'}</>
}

import type { AuditReport } from '@siyu/core/ledger'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Table } from '../../ui/list.tsx'
import { WriteError } from '../../ui/states.tsx'
import { ledgerWords } from './words.ts'

/** Derives everything again when asked, and shows where two records differ. */
export function Audit(): ReactElement {
  const say = useSay(ledgerWords)
  const { mutations } = useAdmin()
  const audit = useMutation(mutations.ledger.audit())
  return (
    <section className="card stack tight" aria-label={say('audit')}>
      <h2>{say('audit')}</h2>
      <p className="page-note">{say('auditHint')}</p>
      <button
        type="button"
        className="button"
        data-testid="run-audit"
        disabled={audit.isPending}
        onClick={() => audit.mutate({})}
      >
        {say(audit.isPending ? 'auditing' : 'runAudit')}
      </button>
      <WriteError error={audit.error} />
      <div role="status">{audit.data !== undefined && <Report report={audit.data} />}</div>
    </section>
  )
}

function Report({ report }: { readonly report: AuditReport }): ReactElement {
  const say = useSay(ledgerWords)
  const { count } = useFormat()
  const { differences, entryCount, accountCount, eventCount, sealCount } = report
  const isClean = differences.length === 0
  const covered = say('cleanHint', {
    ...{ entries: count(entryCount), accounts: count(accountCount) },
    ...{ events: count(eventCount), seals: count(sealCount) },
  })
  return (
    <>
      <p data-testid="audit-verdict" data-clean={isClean}>
        <strong>{isClean ? say('clean') : say('differences', { count: count(differences.length) })}</strong> · {covered}
      </p>
      {!isClean && <Differences differences={differences} />}
    </>
  )
}

function Differences({ differences }: Pick<AuditReport, 'differences'>): ReactElement {
  const say = useSay(ledgerWords)
  return (
    <Table
      columns={[{ name: say('check') }, { name: say('where') }, { name: say('expected') }, { name: say('found') }]}
    >
      {differences.map(({ check, subject, book, ownerId, number, expected, found }) => (
        <tr key={[check, subject, book, ownerId, number].join()} data-testid="audit-difference">
          <td>
            {check} · {subject}
          </td>
          <td>
            <code>{[book, ownerId, number].filter((part) => part !== null).join(' ')}</code>
          </td>
          <td>{expected}</td>
          <td>{found}</td>
        </tr>
      ))}
    </Table>
  )
}

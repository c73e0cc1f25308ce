import { readCsv } from '@siyu/core/kernel'
import { useErrorWords } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Table } from '../../ui/list.tsx'
import { Field } from '../../ui/page.tsx'
import { planWords } from './plan-words.ts'

const MAX_ROWS = 500

type Result = {
  readonly line: number
  readonly memberId: string
  readonly referrerId: string
  /** Null for a row that was done. */
  readonly problem: string | null
}

/** Brings bindings in, row by row: one that is refused holds up no other, and the same again changes nothing. */
export function ImportCard(): ReactElement {
  const say = useSay(planWords)
  const [text, setText] = useState('')
  const { run, results, fault, isRunning } = useImport()
  return (
    <section className="card stack" aria-label={say('bring')}>
      <h2>{say('bring')}</h2>
      <Field label={say('pairs')} hint={say('bringHint')} error={fault}>
        <textarea
          rows={4}
          value={text}
          placeholder="mem_…,mem_…"
          data-testid="import-text"
          onChange={({ target }) => setText(target.value)}
        />
      </Field>
      <Field label={say('file')}>
        <input
          type="file"
          accept=".csv,text/csv"
          onChange={({ target }) => void target.files?.[0]?.text().then(setText)}
        />
      </Field>
      <div className="form-actions">
        <button
          type="button"
          className="button primary"
          data-testid="import-run"
          disabled={isRunning || text.trim() === ''}
          onClick={() => void run(text)}
        >
          {say('run')}
        </button>
      </div>
      {results.length > 0 && <Results results={results} />}
    </section>
  )
}

type Import = {
  readonly run: (text: string) => Promise<void>
  readonly results: readonly Result[]
  /** Why nothing was brought in at all. */
  readonly fault: string | null
  readonly isRunning: boolean
}

function useImport(): Import {
  const say = useSay(planWords)
  const { client, refresh } = useAdmin()
  const wordsFor = useErrorWords()
  const [results, setResults] = useState<readonly Result[]>([])
  const [fault, setFault] = useState<string | null>(null)
  const [isRunning, setIsRunning] = useState(false)
  const bind = async ([memberId = '', referrerId = '', ...more]: readonly string[]): Promise<string | null> => {
    if (memberId === '' || referrerId === '' || more.length > 0) return say('wrongCells')
    // A referrer they have already is no change, so whatever was lost on the way may be sent again.
    return client.referrals.assign({ memberId, referrerId, reason: say('imported') }).then(() => null, wordsFor)
  }
  const run = async (text: string): Promise<void> => {
    const read = readCsv(text)
    setResults([])
    setFault(read.ok ? null : say('unreadable', { row: read.row, column: read.column }))
    if (!read.ok) return
    if (read.rows.length > MAX_ROWS) return setFault(say('tooMany', { max: MAX_ROWS }))
    setIsRunning(true)
    for (const [at, cells] of read.rows.entries()) {
      const row = cells.map((cell) => cell.trim())
      const problem = await bind(row)
      setResults((before) => [...before, { line: at + 1, memberId: row[0] ?? '', referrerId: row[1] ?? '', problem }])
    }
    setIsRunning(false)
    await refresh()
  }
  return { run, results, fault, isRunning }
}

function Results({ results }: { readonly results: readonly Result[] }): ReactElement {
  const say = useSay(planWords)
  const doneCount = results.filter(({ problem }) => problem === null).length
  return (
    <>
      <p role="status" data-testid="import-sum">
        {say('sum', { done: doneCount, failed: results.length - doneCount })}
      </p>
      <Table columns={(['line', 'member', 'referrer', 'result'] as const).map((name) => ({ name: say(name) }))}>
        {results.map(({ line, memberId, referrerId, problem }) => (
          <tr key={line} data-testid="import-row" data-state={problem === null ? 'done' : 'refused'}>
            <td className="number">{line}</td>
            <td>{memberId}</td>
            <td>{referrerId}</td>
            <td className="wrap">{problem ?? say('done')}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}

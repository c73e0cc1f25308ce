import type { Retention } from '@siyu/core/insights'
import type { CSSProperties, ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { retentionWords } from './words.ts'

type Row = Retention['rows'][number]

/** A row per cohort, a column per period after it; the more came back, the darker. */
export function CohortTable({ rows, isMonthly }: Retention & { readonly isMonthly: boolean }): ReactElement {
  const say = useSay(retentionWords)
  const { count, date, monthKey } = useFormat()
  const columns = Array.from({ length: rows[0]?.counts.length ?? 0 }, (_, index) => index + 1)
  return (
    <div className="table-scroll">
      <table className="table cohorts" aria-label={say('tableLabel')} data-testid="cohort-table">
        <thead>
          <tr>
            <th>{say('cohort')}</th>
            <th className="number">{say('members')}</th>
            {columns.map((column) => (
              <th key={column} className="number">
                +{column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.startsAt} data-testid="cohort" data-count={row.memberCount}>
              <th scope="row">{isMonthly ? monthKey(row.startsAt) : date(row.startsAt)}</th>
              <td className="number">{count(row.memberCount)}</td>
              {columns.map((column) => (
                <Cell key={column} size={row.memberCount} found={row.counts[column - 1]} />
              ))}
            </tr>
          ))}
          <Totals rows={rows} columns={columns} />
        </tbody>
      </table>
    </div>
  )
}

/** All cohorts together, each column out of those that have come so far. */
function Totals({ rows, columns }: { readonly rows: readonly Row[]; readonly columns: readonly number[] }) {
  const say = useSay(retentionWords)
  const { count } = useFormat()
  const sum = (some: readonly Row[], of: (row: Row) => number): number => some.reduce((all, row) => all + of(row), 0)
  return (
    <tr data-testid="cohort-total">
      <th scope="row">{say('all')}</th>
      <td className="number">{count(sum(rows, ({ memberCount }) => memberCount))}</td>
      {columns.map((column) => {
        const begun = rows.filter(({ counts }) => counts.length >= column)
        const size = sum(begun, ({ memberCount }) => memberCount)
        return <Cell key={column} size={size} found={sum(begun, ({ counts }) => counts[column - 1] ?? 0)} />
      })}
    </tr>
  )
}

function Cell({ size, found }: { readonly size: number; readonly found: number | undefined }): ReactElement {
  const say = useSay(retentionWords)
  const { count, rate } = useFormat()
  if (found === undefined || size === 0) return <td className="number quiet-text">{found === undefined ? '' : '–'}</td>
  const share = rate(Math.round((found * 10_000) / size))
  const heat = { '--heat': `${Math.round((found * 100) / size)}%` } as CSSProperties
  return (
    <td
      className="number heat"
      style={heat}
      data-found={found}
      title={say('cell', { count: count(found), rate: share })}
    >
      {share}
    </td>
  )
}

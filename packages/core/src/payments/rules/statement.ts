import { readCsv } from '../../kernel/index.ts'
import { MAX_STATEMENT_LINES, type StatementLine } from '../reconciliation.ts'

/** The columns of a statement; `refund_id`, `reference` and `settled` may be missing. */
export const statementColumns: readonly string[] = [
  ...['payment_id', 'refund_id', 'reference', 'amount_minor', 'currency', 'settled', 'at'],
]
const required = ['payment_id', 'amount_minor', 'currency', 'at']

/** A statement, or the first place where it cannot be understood: rows count from 1, the line of names included. */
export type ReadStatement =
  | { readonly ok: true; readonly lines: readonly StatementLine[] }
  | { readonly ok: false; readonly row: number; readonly column: string }

/**
 * The lines a CSV text of a provider's statement describes. Amounts are in minor units, moments in milliseconds or as
 * ISO 8601 with a zone; a line has settled unless it says `no`. Other columns are passed over.
 */
export function readStatement(csv: string): ReadStatement {
  const found = readCsv(csv)
  if (!found.ok) return { ok: false, row: found.row, column: String(found.column) }
  const [head = [], ...rows] = found.rows
  const missing = required.find((name) => !head.includes(name))
  if (missing !== undefined) return { ok: false, row: 1, column: missing }
  if (rows.length > MAX_STATEMENT_LINES) return { ok: false, row: MAX_STATEMENT_LINES + 2, column: 'payment_id' }
  const lines: StatementLine[] = []
  for (const [index, row] of rows.entries()) {
    const cells = Object.fromEntries(head.map((name, at) => [name, (row[at] ?? '').trim()]))
    const { payment_id: paymentId = '', refund_id = '', reference = '', currency = '', settled = '' } = cells
    const amountMinor = numberIn(cells.amount_minor)
    const at = momentIn(cells.at)
    const wrong = [
      ...(paymentId === '' ? ['payment_id'] : []),
      ...(amountMinor === undefined ? ['amount_minor'] : []),
      ...(/^[A-Z]{3}$/.test(currency) ? [] : ['currency']),
      ...(at === undefined ? ['at'] : []),
    ]
    if (wrong[0] !== undefined) return { ok: false, row: index + 2, column: wrong[0] }
    const ids = { paymentId, refundId: refund_id || null, reference: reference || null }
    const isSettled = settled.toLowerCase() !== 'no'
    lines.push({ ...ids, amountMinor: amountMinor ?? 0, currency, settled: isSettled, at: at ?? 0 })
  }
  return { ok: true, lines }
}

function numberIn(cell: string | undefined): number | undefined {
  return /^\d{1,15}$/.test(cell ?? '') ? Number(cell) : undefined
}

function momentIn(cell: string | undefined): number | undefined {
  const number = numberIn(cell)
  if (number !== undefined) return number
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(cell ?? '')) return undefined
  const at = Date.parse(cell ?? '')
  return Number.isNaN(at) ? undefined : at
}

import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { SiyuAdmin } from '@siyu/core/admin'
import { issuesOf } from '@siyu/core/kernel'
import { MAX_IMPORT, OpeningBalance } from '@siyu/core/points'
import { parse } from 'csv-parse'
import type { RowError } from './online-retail.ts'

/** A row of the file, checked. */
export type BalanceRow = { readonly line: number; readonly balance: OpeningBalance }
export type BalanceFile = { readonly rows: readonly BalanceRow[]; readonly errors: readonly RowError[] }

const COLUMNS = ['reference', 'memberId', 'count', 'activeAt', 'expiresAt']

type Cells = Readonly<Record<string, string>>
type Parsed = { readonly info: { readonly lines: number }; readonly record: Cells }

/** Reads a file of opening balances, plain or gzipped. Bad rows are reported, never guessed at. */
export async function readBalances(path: string): Promise<BalanceFile> {
  const file = createReadStream(path)
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  const parser = parse({ columns: true, info: true, bom: true, relax_column_count: true })
  const onFileError = (error: Error): void => void parser.destroy(error)
  file.on('error', onFileError)
  text.on('error', onFileError)
  text.pipe(parser)
  const rows: BalanceRow[] = []
  const errors: RowError[] = []
  for await (const { info, record } of parser as AsyncIterable<Parsed>) {
    if (rows.length + errors.length === 0) requireColumns(record)
    const read = readBalance(record)
    if ('message' in read) errors.push({ line: info.lines, message: read.message })
    else rows.push({ line: info.lines, balance: read })
  }
  return { rows, errors }
}

function requireColumns(record: Cells): void {
  const missing = COLUMNS.filter((column) => !(column in record))
  if (missing.length > 0) throw new Error(`the file lacks the columns ${missing.join(', ')}`)
}

/** One record as a balance, or what is wrong with it. Moments say their zone; without an end it never ends. */
export function readBalance(record: Cells): OpeningBalance | { readonly message: string } {
  const [reference = '', memberId = '', count = '', active = '', expires = ''] = COLUMNS.map((column) =>
    (record[column] ?? '').trim(),
  )
  if (!/^\d{1,13}$/.test(count)) return { message: `count "${count}" is not a whole number` }
  const [activeAt, expiresAt] = [readMoment(active), readMoment(expires)]
  if (Number.isNaN(activeAt)) return { message: `activeAt "${active}" is not a moment like 2026-12-31T16:00:00Z` }
  if (Number.isNaN(expiresAt)) return { message: `expiresAt "${expires}" is not a moment like 2026-12-31T16:00:00Z` }
  const balance = { reference, memberId, count: Number(count), activeAt: activeAt ?? undefined, expiresAt }
  const checked = OpeningBalance.safeParse(balance)
  if (checked.success) return checked.data
  const [issue] = issuesOf(checked.error.issues)
  return { message: `${issue?.path} "${record[issue?.path ?? ''] ?? ''}" cannot be: ${issue?.message}` }
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

function readMoment(text: string): number | null {
  if (text === '') return null
  return MOMENT.test(text) ? Date.parse(text) : Number.NaN
}

/** What an import did. Run again, everything is `known` and nothing is `imported`. */
export type BalanceReport = {
  readonly imported: number
  readonly known: number
  /** Rows the shop would not take, by their line. */
  readonly errors: readonly RowError[]
}

/** Brings balances in, a page at a time. */
export async function importBalanceRows(siyu: SiyuAdmin, rows: readonly BalanceRow[]): Promise<BalanceReport> {
  const errors: RowError[] = []
  const counts = { imported: 0, known: 0 }
  for (let from = 0; from < rows.length; from += MAX_IMPORT) {
    const page = rows.slice(from, from + MAX_IMPORT)
    const told = await siyu.points.import({ rows: page.map(({ balance }) => balance) })
    told.rows.forEach(({ reference, outcome, fault }, at) => {
      if (outcome === 'failed') errors.push({ line: page[at]?.line ?? 0, message: `${reference}: ${fault}` })
      else counts[outcome] += 1
    })
  }
  return { ...counts, errors }
}

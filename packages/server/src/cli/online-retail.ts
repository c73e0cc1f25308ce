import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'

/** One sale of one article, checked. */
export type SaleRow = {
  /** Line of the file. */
  readonly line: number
  readonly invoice: string
  readonly stockCode: string
  readonly description: string
  readonly quantity: number
  readonly soldAt: number
  /** Price of one piece in the file's currency, in thousandths. */
  readonly priceMilli: number
  readonly externalId: string
}

/** Why a good row is left out. */
export type SkipReason = 'no_customer' | 'cancelled' | 'quantity_not_positive' | 'price_not_positive'

/** A row that cannot be understood: the line of the file and what is wrong. */
export type RowError = { readonly line: number; readonly message: string }

export type Sales = {
  readonly rowCount: number
  readonly rows: readonly SaleRow[]
  readonly skipped: Readonly<Record<SkipReason, number>>
  readonly errors: readonly RowError[]
}

const COLUMNS = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID']

type Cells = Readonly<Record<string, string>>
type Parsed = { readonly info: { readonly lines: number }; readonly record: Cells }

/** Reads the Online Retail file (UCI data set 352), plain or gzipped. Bad rows are reported, never guessed at. */
export async function readOnlineRetail(path: string, onRow: (count: number) => void): Promise<Sales> {
  const file = createReadStream(path)
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  const parser = parse({
    columns: true,
    info: true,
    bom: true,
    relax_column_count: true,
    skip_records_with_error: true,
  })
  const skipped: Record<SkipReason, number> = {
    no_customer: 0,
    cancelled: 0,
    quantity_not_positive: 0,
    price_not_positive: 0,
  }
  const errors: RowError[] = []
  const rows: SaleRow[] = []
  let rowCount = 0
  parser.on('skip', (error: Error & { readonly lines?: number }) => {
    errors.push({ line: error.lines ?? 0, message: error.message })
  })
  const onFileError = (error: Error): void => void parser.destroy(error)
  file.on('error', onFileError)
  text.on('error', onFileError)
  text.pipe(parser)
  for await (const { info, record } of parser as AsyncIterable<Parsed>) {
    rowCount += 1
    if (rowCount === 1) requireColumns(record)
    onRow(rowCount)
    const read = readRow(record)
    if (typeof read === 'string') skipped[read] += 1
    else if ('message' in read) errors.push({ line: info.lines, message: read.message })
    else rows.push({ line: info.lines, ...read })
  }
  return { rowCount, rows, skipped, errors }
}

function requireColumns(record: Cells): void {
  const missing = COLUMNS.filter((column) => !(column in record))
  if (missing.length > 0) throw new Error(`the file lacks the columns ${missing.join(', ')}`)
}

/** One record as a sale, the reason to leave it out, or what is wrong with it. */
export function readRow(record: Cells): Omit<SaleRow, 'line'> | SkipReason | { readonly message: string } {
  const [invoice = '', stockCode = '', description = '', quantityText = '', date = '', price = '', externalId = ''] =
    COLUMNS.map((column) => (record[column] ?? '').trim())
  if (!/^\w{1,20}$/.test(invoice)) return { message: `InvoiceNo "${invoice}" is not 1 to 20 letters and digits` }
  if (stockCode === '' || stockCode.length > 40) return { message: 'StockCode is empty or longer than 40' }
  if (!/^-?\d{1,7}$/.test(quantityText)) return { message: `Quantity "${quantityText}" is not a whole number` }
  if (!/^-?\d{1,7}(\.\d{1,3})?$/.test(price)) return { message: `UnitPrice "${price}" is not an amount` }
  const soldAt = readMoment(date)
  if (soldAt === undefined) return { message: `InvoiceDate "${date}" is not YYYY-MM-DD hh:mm:ss` }
  if (invoice.startsWith('C')) return 'cancelled'
  if (externalId === '') return 'no_customer'
  const [quantity, priceMilli] = [Number(quantityText), Math.round(Number(price) * 1_000)]
  if (quantity <= 0) return 'quantity_not_positive'
  if (priceMilli <= 0) return 'price_not_positive'
  return { invoice, stockCode, description, quantity, soldAt, priceMilli, externalId }
}

function readMoment(text: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(text)
  const at = parts === null ? Number.NaN : Date.parse(`${parts[1]}T${parts[2]}Z`)
  return Number.isNaN(at) ? undefined : at
}

import { printReport } from './dev.ts'
import { importSales } from './import-sales.ts'
import { type RowError, readOnlineRetail, type Sales } from './online-retail.ts'
import { importBalanceRows, readBalances } from './points-file.ts'
import { progressBar } from './progress.ts'
import { openTarget, type TargetOptions } from './target.ts'

/** A file, and the shop it goes to. */
export type FileCommand = Omit<TargetOptions, 'writeKey'> & { readonly path: string }

export type ImportCommand = FileCommand & {
  readonly writeKey: string | undefined
  readonly rate: number
  readonly shiftDays: number
}

/** How many bad rows are shown one by one. */
const SHOWN_ERRORS = 50

/** `siyu import online-retail FILE`: through the running server if there is one, else in this process. */
export async function importOnlineRetail(command: ImportCommand): Promise<number> {
  const sales = await readWithProgress(command.path)
  printSkipped(sales)
  const target = await openTarget(command)
  try {
    const shiftMs = command.shiftDays * 86_400_000
    const report = await importSales(target, sales, { rate: command.rate, shiftMs, concurrency: 8 })
    printReport(report)
    return sales.errors.length + report.errors.length === 0 ? 0 : 1
  } finally {
    await target.close()
  }
}

/** `siyu import points FILE`: opening balances, through the running server if there is one, else in this process. */
export async function importPointsFile(command: FileCommand): Promise<number> {
  const { rows, errors } = await readBalances(command.path)
  printErrors(errors)
  const target = await openTarget({ ...command, writeKey: undefined })
  try {
    const report = await importBalanceRows(target.siyu, rows)
    printErrors(report.errors)
    console.error(`balances: ${report.imported} brought in, ${report.known} known`)
    return errors.length + report.errors.length === 0 ? 0 : 1
  } finally {
    await target.close()
  }
}

async function readWithProgress(path: string): Promise<Sales> {
  const bar = progressBar('reading ', 541_909)
  const sales = await readOnlineRetail(path, (count) => {
    if (count % 1_000 === 0) bar.at(count)
  })
  bar.end()
  return sales
}

function printSkipped({ rowCount, rows, skipped, errors }: Sales): void {
  const left = Object.entries(skipped).map(([reason, count]) => `${reason} ${count}`)
  console.error(`rows: ${rowCount} read, ${rows.length} taken, ${errors.length} bad; left out: ${left.join(', ')}`)
  printErrors(errors)
}

function printErrors(errors: readonly RowError[]): void {
  for (const { line, message } of errors.slice(0, SHOWN_ERRORS)) console.error(`line ${line}: ${message}`)
  if (errors.length > SHOWN_ERRORS) console.error(`… and ${errors.length - SHOWN_ERRORS} more bad rows`)
}

import type { AuditReport } from '@siyu/core/ledger'
import { openTarget, type TargetOptions } from './target.ts'

/** `siyu audit`: prints what was derived again, then every difference; the exit code is 1 when there is any. */
export async function auditShop(options: TargetOptions): Promise<number> {
  const target = await openTarget(options)
  try {
    const report = await target.siyu.ledger.audit({}, { timeoutMs: AUDIT_TIMEOUT_MS })
    console.log(auditText(report))
    return report.differences.length === 0 ? 0 : 1
  } finally {
    await target.close()
  }
}

const AUDIT_TIMEOUT_MS = 3_600_000

/** A report as lines of text. */
export function auditText(report: AuditReport): string {
  const { accountCount, entryCount, eventCount, sealCount, books, differences } = report
  const counts = `${entryCount} entries in ${accountCount} accounts, ${eventCount} events, ${sealCount} seals`
  const lines = books.flatMap(({ book, ownersBalance, brandBalances }) => [
    `${book}: owners ${ownersBalance}`,
    ...brandBalances.map(({ kind, balance }) => `  ${kind} ${balance}`),
  ])
  const named = differences.map(({ check, subject, book, ownerId, number, expected, found }) => {
    const where = [book, ownerId, number].filter((part) => part !== null).join(' ')
    return `${check}: ${subject}${where === '' ? '' : ` (${where})`}: expected ${expected}, found ${found}`
  })
  const verdict = differences.length === 0 ? 'audit: clean' : `audit: ${differences.length} differences`
  return [counts, ...lines, ...named, verdict].join('\n')
}

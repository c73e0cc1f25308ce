import type { CouponCode } from '../schema.ts'

/**
 * Codes as CSV text (RFC 4180) with a head line: the code, the member who claimed with it, and when (UTC). A cell that
 * a spreadsheet would read as a formula is preceded by a single quote.
 */
export function codesCsv(rows: readonly CouponCode[]): string {
  const lines = rows.map(({ code, claimedBy, claimedAt }) => [code, claimedBy ?? '', momentOf(claimedAt)])
  return [['code', 'claimed_by', 'claimed_at'], ...lines].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
}

function momentOf(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString()
}

function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

import { csvText } from '../../kernel/index.ts'
import type { CouponCode } from '../operator-schema.ts'

/** Codes as CSV with a head line: the code, the member who claimed with it, and when (UTC). */
export function codesCsv(rows: readonly CouponCode[]): string {
  const lines = rows.map(({ code, claimedBy, claimedAt }) => [code, claimedBy ?? '', momentOf(claimedAt)])
  return csvText([['code', 'claimed_by', 'claimed_at'], ...lines])
}

function momentOf(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString()
}

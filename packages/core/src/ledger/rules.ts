import { accept, type CodeOf, csvText, type Decision, refuse } from '../kernel/index.ts'
import type { LedgerSealed } from './events.ts'
import type { LedgerEntry } from './schema.ts'
import type { sealLedger } from './system.ts'

/** How many places of the journal one seal covers at most. */
export const MAX_SEALED_POSITIONS = 20_000

export type SealFacts = {
  /** Where the last seal ended; 0 before the first. */
  readonly fromPosition: number
  /** The last place of the journal that is looked at: at most {@link MAX_SEALED_POSITIONS} on. */
  readonly toPosition: number
  /** What was posted in between, and the hash over the last entry of every account touched. */
  readonly entryCount: number
  readonly root: string
}

/** Seals a stretch of the journal. One without entries is only sealed when it is as long as they come. */
export function seal(facts: SealFacts): Decision<LedgerSealed, CodeOf<typeof sealLedger>> {
  const { fromPosition, toPosition, entryCount } = facts
  const isFull = toPosition - fromPosition >= MAX_SEALED_POSITIONS
  if (toPosition <= fromPosition || (entryCount === 0 && !isFull)) return refuse('nothing_to_seal')
  return accept({ type: 'ledger_sealed', ...facts })
}

const COLUMNS = ['number', 'at', 'kind', 'amount', 'balance', 'reference', 'event', 'hash'] as const

/**
 * A statement of one account as CSV with a head line, one entry per row in the order given; moments in UTC.
 * With the hashes it can be checked by anybody who has it.
 */
export function statementCsv(entries: readonly LedgerEntry[]): string {
  const rows = entries.map(({ number, at, kind, amount, balance, reference, eventId, hash }) => [
    ...[number, new Date(at).toISOString(), kind, amount, balance],
    ...[reference ?? '', eventId, hash],
  ])
  return csvText([COLUMNS, ...rows])
}

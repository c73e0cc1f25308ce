import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { PointsFrozen, PointsImported, PointsUnfrozen } from '../accounts.ts'
import type { PointsLot } from '../operator-schema.ts'
import type {
  freezePoints,
  ImportedBalance,
  ImportFault,
  OpeningBalance,
  unfreezePoints,
} from '../operators/accounts.ts'
import type { PointsBalance } from '../schema.ts'
import { balance, spendable } from './lots.ts'

/** What a decision on spending reads of an account. */
export type AccountFacts = { readonly heldCount: number; readonly debtCount: number; readonly frozenAt: number | null }

/** What can be spent now: of a frozen account nothing. */
export function spendableNow(lots: readonly PointsLot[], account: AccountFacts | undefined, now: number): number {
  return isFrozen(account) ? 0 : spendable(lots, account?.debtCount ?? 0, now)
}

/** The balance of an account; a frozen one says so and has nothing to spend. */
export function balanceNow(lots: readonly PointsLot[], account: AccountFacts | undefined, now: number): PointsBalance {
  const whole = balance(lots, account?.heldCount ?? 0, account?.debtCount ?? 0, now)
  return isFrozen(account) ? { ...whole, spendableCount: 0, isFrozen: true } : whole
}

/** Whether an account is frozen. */
export function isFrozen(account: Pick<AccountFacts, 'frozenAt'> | undefined): boolean {
  return account !== undefined && account.frozenAt !== null
}

export type FreezeFacts = {
  readonly memberId: string
  /** Undefined when there is no such member. */
  readonly account: Pick<AccountFacts, 'frozenAt'> | undefined
}

/** Freezes an account; one that is frozen stays so. */
export function freeze({ memberId, account }: FreezeFacts): Decision<PointsFrozen, CodeOf<typeof freezePoints>> {
  if (account === undefined) return refuse('member_missing')
  return isFrozen(account) ? accept() : accept({ type: 'points_frozen', memberId })
}

/** Lets a frozen account spend again; nothing for one that is not frozen. */
export function unfreeze({ memberId, account }: FreezeFacts): Decision<PointsUnfrozen, CodeOf<typeof unfreezePoints>> {
  if (account === undefined) return refuse('member_missing')
  return isFrozen(account) ? accept({ type: 'points_unfrozen', memberId }) : accept()
}

/** A balance as it was brought in. */
export type KnownBalance = Pick<OpeningBalance, 'reference' | 'memberId' | 'count'>

export type ImportFacts = {
  readonly rows: readonly OpeningBalance[]
  /** What was brought in before under these references. */
  readonly known: readonly KnownBalance[]
  /** Debt by member, of those who are members. */
  readonly debts: ReadonlyMap<string, number>
  readonly newId: (prefix: string) => string
  readonly now: number
}

/** What became of the rows, in their order, and the events of those that were brought in. */
export type ImportOutcome = { readonly rows: readonly ImportedBalance[]; readonly events: readonly PointsImported[] }

/**
 * Brings in the rows that can be, each by itself. A reference stands for one balance for ever: again the same it is
 * known, with another member or count it is a fault.
 */
export function importBalances({ rows, known, debts, newId, now }: ImportFacts): ImportOutcome {
  const seen = new Map<string, KnownBalance>(known.map((each) => [each.reference, each]))
  const owed = new Map(debts)
  const events: PointsImported[] = []
  const outcomes = rows.map((row): ImportedBalance => {
    const { reference } = row
    const before = seen.get(reference)
    if (before !== undefined && isSame(before, row)) return { reference, outcome: 'known', fault: null }
    const fault = faultOf(row, before, owed, now)
    if (fault !== null) return { reference, outcome: 'failed', fault }
    seen.set(reference, row)
    events.push(imported(row, owed, newId('lot'), now))
    return { reference, outcome: 'imported', fault: null }
  })
  return { rows: outcomes, events }
}

function isSame(before: KnownBalance, { memberId, count }: OpeningBalance): boolean {
  return before.memberId === memberId && before.count === count
}

function faultOf(
  { memberId, activeAt, expiresAt }: OpeningBalance,
  before: KnownBalance | undefined,
  owed: ReadonlyMap<string, number>,
  now: number,
): ImportFault | null {
  if (!owed.has(memberId)) return 'member_missing'
  if (before !== undefined) return 'reference_reused'
  return expiresAt !== null && expiresAt <= Math.max(now, activeAt ?? now) ? 'balance_ended' : null
}

/** Debt is paid off by what can be spent already, one row after the other. */
function imported(row: OpeningBalance, owed: Map<string, number>, lotId: string, now: number): PointsImported {
  const { reference, memberId, count, activeAt = now, expiresAt } = row
  const debtCount = owed.get(memberId) ?? 0
  const debtPaidCount = activeAt <= now ? Math.min(debtCount, count) : 0
  owed.set(memberId, debtCount - debtPaidCount)
  return { type: 'points_imported', memberId, reference, lotId, count, activeAt, expiresAt, debtPaidCount }
}

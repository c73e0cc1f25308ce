import { type AccountEvent, type FreezePointsInput, type KnownBalance, MAX_IMPORT } from '@siyu/core/points'
import { sql } from 'kysely'
import type { Apply } from '../../kernel/apply.ts'
import { type Call, principalName } from '../../kernel/call.ts'
import { type Load, many, one } from '../../kernel/read.ts'
import { tablesOf } from '../../kernel/tables.ts'
import { type Write, writerOf } from '../../kernel/write.ts'
import { changeAccount, entry, newLot, ownerOf, setAccount } from '../store.ts'
import { type AccountTables, accountSpecs } from './tables.ts'

const db = tablesOf<AccountTables>()
const writer = writerOf<AccountTables>(accountSpecs)

/** What was written when an account was last frozen or let go. */
export function loadReason(call: Call, memberId: string): Load<{ readonly reason: string } | undefined> {
  const rows = db.selectFrom('pointsFreezes').select('reason').where('brandId', '=', call.brandId)
  return one(rows.where('memberId', '=', memberId).orderBy('id', 'desc').limit(1))
}

/** Keeps what an operator wrote, when it came to something. */
export function reasonWrites(
  { brandId, principal, newId, now: at }: Call,
  events: readonly unknown[],
  { memberId, reason }: FreezePointsInput,
): readonly Write[] {
  const by = { writtenBy: principalName(principal), at }
  return events.map(() => writer.insert('pointsFreezes', { brandId, memberId, id: newId('frz'), reason, ...by }))
}

/** What was brought in under these references. */
export function loadImported(call: Call, references: readonly string[]): Load<readonly KnownBalance[]> {
  return many(
    db
      .selectFrom('pointsImports')
      .select(['reference', 'memberId', 'count'])
      .where('brandId', '=', call.brandId)
      .where(sql<boolean>`reference = any(${references}::text[])`)
      .limit(MAX_IMPORT),
  )
}

/**
 * The debt of these members. Not guarded: a CHECK refuses to pay off more than there is by then, and of debt that comes
 * meanwhile nothing is lost. So shoppers who buy do not hold up an import.
 */
export function loadDebts(call: Call, memberIds: readonly string[]): Load<ReadonlyMap<string, number>> {
  return {
    query: sql`select member_id, debt_count from points_accounts
      where brand_id = ${call.brandId} and member_id = any(${memberIds}::text[])`,
    pick: (rows) => new Map(rows.map(({ memberId, debtCount }) => [String(memberId), Number(debtCount)])),
  }
}

export const applyAccounts: Apply<AccountEvent> = {
  points_frozen: (event, as) => [setAccount(ownerOf(event, as), { frozenAt: as.at })],
  points_unfrozen: (event, as) => [setAccount(ownerOf(event, as), { frozenAt: null })],
  points_imported: (event, as) => {
    const { reference, lotId, count, activeAt, expiresAt, debtPaidCount } = event
    const owner = ownerOf(event, as)
    return [
      newLot(owner, lotId, count, count - debtPaidCount, activeAt, expiresAt, null),
      changeAccount(owner, { balanceCount: count, debtCount: -debtPaidCount }),
      writer.insert('pointsImports', { ...owner, reference, count, lotId }),
      ...entry(owner, as, 'import', count, null),
    ]
  },
}

import { type AccountEvent, type KnownBalance, MAX_IMPORT } from '@siyu/core/points'
import { sql } from 'kysely'
import type { Apply } from '../../kernel/apply.ts'
import type { Call } from '../../kernel/call.ts'
import { type Load, many } from '../../kernel/read.ts'
import { tablesOf } from '../../kernel/tables.ts'
import { writerOf } from '../../kernel/write.ts'
import { changeAccount, entry, newLot, ownerOf, setAccount } from '../store.ts'
import { type ImportTables, importSpecs } from './tables.ts'

const db = tablesOf<ImportTables>()
const writer = writerOf<ImportTables>(importSpecs)

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
  points_frozen: (event, as) => [setAccount(ownerOf(event, as), { frozenAt: as.at, frozenReason: event.reason })],
  points_unfrozen: (event, as) => [setAccount(ownerOf(event, as), { frozenAt: null, frozenReason: null })],
  points_imported: (event, as) => {
    const { reference, lotId, count, activeAt, expiresAt, debtPaidCount } = event
    const owner = ownerOf(event, as)
    return [
      newLot(owner, lotId, count, count - debtPaidCount, activeAt, expiresAt, null),
      changeAccount(owner, { balanceCount: count, debtCount: -debtPaidCount }),
      writer.insert('pointsImports', { ...owner, reference, count, lotId }),
      entry(owner, as, 'import', count, null),
    ]
  },
}

import type { MemberJoined } from '@siyu/core/members'
import type { StoredValueEvent } from '@siyu/core/storedvalue'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { guarded, type Load, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { openAccount, post } from '../ledger/index.ts'
import { type StoredValueTables, storedValueSpecs } from './tables.ts'

const db = tablesOf<StoredValueTables>()
const writer = writerOf<StoredValueTables>(storedValueSpecs)

export type StoredValueRow = StoredValueTables['storedValueAccounts']

/** A member's stored value; guarded. */
export function loadStoredValue(call: Call, memberId: string): Load<StoredValueRow | undefined> {
  const rows = db.selectFrom('storedValueAccounts').selectAll().where('brandId', '=', call.brandId)
  return guarded(storedValueSpecs.storedValueAccounts, one(rows.where('memberId', '=', memberId)))
}

/** The account of a new member, and its ledger. */
export function storedValueRowsForJoin({ memberId }: MemberJoined, { brandId }: Recorded): readonly Write[] {
  return [
    writer.insert('storedValueAccounts', { brandId, memberId, balanceMinor: 0, heldMinor: 0 }),
    openAccount(brandId, 'stored_value', memberId),
  ]
}

type Moved = { readonly memberId: string; readonly orderId?: string }

/** The account moves, and the ledger with it where money does. */
function move(
  { memberId, orderId = '' }: Moved,
  as: Recorded,
  kind: string,
  add: { readonly balanceMinor?: number; readonly heldMinor?: number },
): readonly Write[] {
  const reference = orderId === '' ? null : orderId
  const amount = add.balanceMinor ?? 0
  return [
    writer.change('storedValueAccounts', { brandId: as.brandId, memberId }, {}, add),
    ...post({ book: 'stored_value', ownerId: memberId, kind, amount, reference }, as),
  ]
}

export const applyStoredValue: Apply<StoredValueEvent> = {
  stored_value_granted: ({ memberId, deltaMinor }, as) => move({ memberId }, as, 'grant', { balanceMinor: deltaMinor }),
  stored_value_held: (event, as) => move(event, as, 'hold', { heldMinor: event.amountMinor }),
  stored_value_released: (event, as) => move(event, as, 'release', { heldMinor: -event.amountMinor }),
  stored_value_spent: (event, as) => {
    const { amountMinor } = event
    return move(event, as, 'spend', { balanceMinor: -amountMinor, heldMinor: -amountMinor })
  },
  stored_value_returned: (event, as) => move(event, as, 'return', { balanceMinor: event.amountMinor }),
}

import { leaving, listsOf, type MemberPart } from '../compliance/index.ts'
import { loadStoredValue } from './store.ts'
import { type StoredValueTables, storedValueSpecs } from './tables.ts'

const list = listsOf<StoredValueTables>(storedValueSpecs)

/** Money the shop owes does not end with a membership: it is spent or paid out first. */
export const storedValuePart: MemberPart = {
  concept: 'storedvalue',
  lists: [list('storedValueAccounts', 'memberId', ['balanceMinor', 'heldMinor'])],
  leave: leaving(
    (call, memberId) => ({ account: loadStoredValue(call, memberId) }),
    ({ account }) => ({ blockedBy: (account?.balanceMinor ?? 0) > 0 ? ['stored_value_left'] : [] }),
  ),
}

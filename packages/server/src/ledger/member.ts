import { listsOf, type MemberPart } from '../compliance/index.ts'
import { type LedgerTables, ledgerSpecs } from './tables.ts'

const list = listsOf<LedgerTables>(ledgerSpecs)

/** Every change of what a member was owed. It stays, by the id: without it the sums of the others would not add up. */
export const ledgerPart: MemberPart = {
  concept: 'ledger',
  lists: [
    list('ledgerAccounts', 'ownerId', ['book', 'balance', 'entryCount']),
    list('ledgerEntries', 'ownerId', ['book', 'number', 'kind', 'amount', 'balance', 'reference', 'at']),
  ],
}

import type { Book } from '@siyu/core/ledger'
import type { LogSpec } from '../kernel/log.ts'
import type { TableSpec } from '../kernel/tables.ts'

export type LedgerTables = {
  /** One per owner and book, made with its owner; changed by postings alone. */
  ledgerAccounts: {
    readonly brandId: string
    readonly ownerId: string
    readonly book: Book
    readonly entryCount: number
    readonly balance: number
    readonly head: string
  }
  ledgerEntries: {
    readonly brandId: string
    readonly ownerId: string
    readonly book: Book
    readonly number: number
    readonly kind: string
    readonly amount: number
    readonly balance: number
    readonly reference: string | null
    readonly eventId: string
    readonly at: number
    readonly hash: string
  }
  /** Where the chain of a brand's seals has come to; made with the brand. */
  ledgerSealHeads: {
    readonly brandId: string
    readonly entryCount: number
    readonly balance: number
    readonly head: string
  }
  /** `amount` is how many entries a seal covers, `balance` how many are sealed in all. */
  ledgerSeals: {
    readonly brandId: string
    readonly number: number
    readonly fromPosition: number
    readonly toPosition: number
    readonly amount: number
    readonly balance: number
    readonly root: string
    readonly at: number
    readonly hash: string
  }
}

export const ledgerSpecs: { readonly [N in keyof LedgerTables]: TableSpec } = {
  ledgerAccounts: { name: 'ledger_accounts', key: ['brand_id', 'owner_id', 'book'], versioned: false, kind: 'state' },
  ledgerEntries: {
    name: 'ledger_entries',
    key: ['brand_id', 'owner_id', 'book', 'number'],
    versioned: false,
    kind: 'state',
  },
  ledgerSealHeads: { name: 'ledger_seal_heads', key: ['brand_id'], versioned: false, kind: 'state' },
  ledgerSeals: { name: 'ledger_seals', key: ['brand_id', 'number'], versioned: false, kind: 'state' },
}

/** Postings, chained per account. */
export const entryLog: LogSpec = {
  table: ledgerSpecs.ledgerEntries,
  head: ledgerSpecs.ledgerAccounts,
  columns: ['kind', 'reference', 'event_id', 'at'],
}

/** Seals, chained per brand. */
export const sealLog: LogSpec = {
  table: ledgerSpecs.ledgerSeals,
  head: ledgerSpecs.ledgerSealHeads,
  columns: ['from_position', 'to_position', 'root', 'at'],
}

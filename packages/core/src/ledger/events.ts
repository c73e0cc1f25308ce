/** Everything posted up to a place of the journal was sealed. */
export type LedgerSealed = {
  readonly type: 'ledger_sealed'
  readonly fromPosition: number
  readonly toPosition: number
  readonly entryCount: number
  readonly root: string
}

/** Everything that happens to the ledger by itself; postings come with the events of other concepts. */
export type LedgerEvent = LedgerSealed

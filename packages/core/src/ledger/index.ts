export type { LedgerEvent, LedgerSealed } from './events.ts'
export type { LedgerAdminContract } from './operators.ts'
export {
  auditLedger,
  getTrialBalance,
  ListAccountsInput,
  ListEntriesInput,
  ledgerAdminContract,
  listLedgerAccounts,
  listLedgerEntries,
  listSeals,
} from './operators.ts'
export type { SealFacts } from './rules.ts'
export { MAX_SEALED_POSITIONS, seal, statementCsv } from './rules.ts'
export {
  AuditCheck,
  AuditDifference,
  AuditReport,
  Book,
  LedgerAccount,
  LedgerEntry,
  LedgerSeal,
  MAX_DIFFERENCES,
  TrialBalance,
} from './schema.ts'
export { Sealed, sealLedger } from './system.ts'

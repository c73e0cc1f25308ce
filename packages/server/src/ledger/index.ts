export type { AuditParts, StateCheck } from './audit.ts'
export { audit } from './audit.ts'
export { ledgerPart } from './member.ts'
export { ledgerRoutes } from './routes.ts'
export type { Posting } from './store.ts'
export {
  applyLedger,
  ledgerRowsForBrand,
  loadLedgerEntries,
  openAccount,
  post,
} from './store.ts'
export { brandsToAudit, brandsToSeal } from './sweep.ts'
export { entryLog, ledgerSpecs } from './tables.ts'

export type { CsvRows } from './csv.ts'
export { csvText, readCsv } from './csv.ts'
export type { Decision, Refusal } from './decision.ts'
export { accept, refuse } from './decision.ts'
export type { Access, CodeOf, CodesOf, Contract, Endpoint, InputOf, OutputOf, RefusalStatus } from './endpoint.ts'
export { isWrite } from './endpoint.ts'
export type { CommonCode, InputIssue, SiyuErrorOptions } from './error.ts'
export { ContractError, isSiyuError, SiyuError } from './error.ts'
export type { RandomBytes } from './id.ts'
export { createId } from './id.ts'
export { issuesOf } from './issues.ts'
export { MAX_AMOUNT } from './limits.ts'
export type { Page, Schema, Shape } from './schema.ts'
export {
  AmountMinor,
  Bps,
  Count,
  Day,
  Delta,
  Empty,
  Id,
  Label,
  listOf,
  MAX_PAGE,
  MAX_TEXT,
  Moment,
  PageInput,
  pageOf,
  Quantity,
  Text,
  Words,
} from './schema.ts'
export { dayMs } from './time.ts'

import * as z from 'zod/mini'
import { Count, type Endpoint, Id, Label, listOf, Moment, type Schema } from '../../kernel/index.ts'
import { AccountState } from '../accounts.ts'

export type FreezePointsInput = { readonly memberId: string; readonly reason: string }
export const FreezePointsInput: Schema<FreezePointsInput> = z.object({ memberId: Id, reason: Label })

/** Freeze an account: it earns and expires, but nothing is spent, sent or redeemed. Frozen already, it stays so. */
export const freezePoints: Endpoint<FreezePointsInput, AccountState, 'member_missing'> = {
  name: 'points.freeze',
  method: 'POST',
  path: '/v1/members/:memberId/points/freezes',
  access: 'operator',
  input: FreezePointsInput,
  output: AccountState,
  refusals: { member_missing: 404 },
}

/** Let a frozen account spend again. */
export const unfreezePoints: Endpoint<FreezePointsInput, AccountState, 'member_missing'> = {
  name: 'points.unfreeze',
  method: 'POST',
  path: '/v1/members/:memberId/points/unfreezes',
  access: 'operator',
  input: FreezePointsInput,
  output: AccountState,
  refusals: { member_missing: 404 },
}

/** The most balances one call brings in. */
export const MAX_IMPORT = 200

/** A balance of another system, as a lot. */
export type OpeningBalance = {
  /** Its id there; brought in once, whatever the idempotency key. */
  readonly reference: string
  readonly memberId: string
  readonly count: number
  /** From when it can be spent; now without it. */
  readonly activeAt?: number | undefined
  /** First moment it no longer can; null for never. */
  readonly expiresAt: number | null
}
export const OpeningBalance: Schema<OpeningBalance> = z.object({
  /** Names nobody: letters, digits and `_.:-`. */
  reference: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/)),
  memberId: Id,
  count: Count.check(z.gte(1)),
  activeAt: z.optional(Moment),
  expiresAt: z.nullable(Moment),
})

/** Why a row was left out. */
export type ImportFault = 'member_missing' | 'reference_reused' | 'balance_ended'

/** What became of a row. `known`: it was brought in before. */
export type ImportedBalance = {
  readonly reference: string
  readonly outcome: 'imported' | 'known' | 'failed'
  /** Why it failed; null when it did not. */
  readonly fault: ImportFault | null
}
export const ImportedBalance: Schema<ImportedBalance> = z.object({
  reference: z.string(),
  outcome: z.enum(['imported', 'known', 'failed']),
  fault: z.nullable(z.enum(['member_missing', 'reference_reused', 'balance_ended'])),
})

export type ImportPointsInput = { readonly rows: readonly OpeningBalance[] }
export const ImportPointsInput: Schema<ImportPointsInput> = z.object({ rows: listOf(OpeningBalance, MAX_IMPORT, 1) })
export type ImportedPoints = { readonly rows: readonly ImportedBalance[] }
export const ImportedPoints: Schema<ImportedPoints> = z.object({ rows: listOf(ImportedBalance, MAX_IMPORT) })

/** Bring in opening balances. A row that cannot be is named with its fault; all others are brought in. */
export const importPoints: Endpoint<ImportPointsInput, ImportedPoints> = {
  name: 'points.import',
  method: 'POST',
  path: '/v1/points/imports',
  access: 'operator',
  input: ImportPointsInput,
  output: ImportedPoints,
  refusals: {},
}

export type AccountsAdminContract = {
  readonly freeze: typeof freezePoints
  readonly unfreeze: typeof unfreezePoints
  readonly import: typeof importPoints
}
export const accountsAdminContract: AccountsAdminContract = {
  freeze: freezePoints,
  unfreeze: unfreezePoints,
  import: importPoints,
}

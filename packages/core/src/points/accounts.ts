import * as z from 'zod/mini'
import { Id, Label, type Schema } from '../kernel/index.ts'

/** Whether a points account is frozen, and why. */
export type AccountState = {
  readonly memberId: string
  readonly isFrozen: boolean
  /** Null while it is not. */
  readonly reason: string | null
}
export const AccountState: Schema<AccountState> = z.object({
  memberId: Id,
  isFrozen: z.boolean(),
  reason: z.nullable(Label),
})

type OfMember = { readonly memberId: string }

/** An operator froze an account: it earns and expires, but nothing is spent, sent or redeemed. Why stands elsewhere. */
export type PointsFrozen = OfMember & { readonly type: 'points_frozen' }
/** It is as it was. */
export type PointsUnfrozen = OfMember & { readonly type: 'points_unfrozen' }
/** A balance of another system was brought in as a lot of its own. */
export type PointsImported = OfMember & {
  readonly type: 'points_imported'
  /** Of the other system; one is brought in once. */
  readonly reference: string
  readonly lotId: string
  readonly count: number
  readonly activeAt: number
  readonly expiresAt: number | null
  readonly debtPaidCount: number
}

export type AccountEvent = PointsFrozen | PointsUnfrozen | PointsImported

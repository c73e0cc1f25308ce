import * as z from 'zod/mini'
import { AmountMinor, Id, Moment, type Schema } from '../kernel/index.ts'
import type { Funder } from '../promotions/index.ts'
import type { FrozenRule } from './rates.ts'
import { WithdrawalTerms } from './withdrawals.ts'

/** Someone took the legal risk of a second level on themselves: who, when, why. */
export type DepthAcknowledgement = { readonly by: string; readonly at: number; readonly note: string }

/**
 * How members are bound to who referred them. `first_touch`: to the first code they use. `last_touch`: to the last one,
 * each protected for a time. `at_registration`: only by joining with a code. `at_first_order`: to the last code before
 * the first order.
 */
export type BindingTerms = {
  readonly mode: 'first_touch' | 'last_touch' | 'at_registration' | 'at_first_order'
  /** After so many days a binding brings nobody commission, and another may take its place; null: never. */
  readonly validDays: number | null
  /** For so many days a later code does not replace an earlier one. */
  readonly protectionDays: number
}
export const BindingTerms: Schema<BindingTerms> = z.object({
  mode: z.enum(['first_touch', 'last_touch', 'at_registration', 'at_first_order']),
  validDays: z.nullable(z.int().check(z.gte(1), z.lte(3_650))),
  protectionDays: z.int().check(z.gte(0), z.lte(3_650)),
})

/** Terms of a brand that never set any: the first code counts, for good. */
export const firstBindingTerms: BindingTerms = { mode: 'first_touch', validDays: null, protectionDays: 0 }

export type CommissionRounding = 'down' | 'half_up'

/** What a plan says whatever its depth. */
export type PlanTerms = {
  /** The most all levels together may take of an order's net. */
  readonly capBps: number
  readonly freezeDays: number
  /** Which way a share that is no whole minor unit goes: `down` without it, or to the nearest, halves up. */
  readonly rounding?: CommissionRounding | undefined
  /** How commission is taken out; as a brand starts without it. */
  readonly withdrawals?: WithdrawalTerms | undefined
  /** How members are bound; as a brand starts without it. */
  readonly binding?: BindingTerms | undefined
}

/** What a promoter up the line will be paid for an order, decided when it is placed; no plan is read later. */
export type Upline = {
  readonly payeeId: string
  readonly level: 1 | 2
  readonly bps: number
  /** The most all levels together may take of the order's net, in basis points. */
  readonly capBps: number
  /** Length of the return window after completion. */
  readonly freezeDays: number
  /** As the plan said; absent for `down`. */
  readonly rounding?: CommissionRounding | undefined
  /** Rules that pay some lines instead of `bps`; absent for none. */
  readonly rules?: readonly FrozenRule[] | undefined
}

/** One's own place in the referral tree. */
export type Referral = {
  /** The code friends sign up with: at most 24 characters of Crockford base32. */
  readonly code: string
  readonly referrerId: string | null
  /** How many joined directly through this code. */
  readonly directCount: number
}
export const Referral: Schema<Referral> = z.object({
  code: z.string(),
  referrerId: z.nullable(Id),
  directCount: z.int(),
})

/**
 * pending: paid, may be refunded · frozen: completed, in the return window · available: can be withdrawn · reversed:
 * nothing is left.
 */
export type CommissionState = 'pending' | 'frozen' | 'available' | 'reversed'
export const CommissionState: Schema<CommissionState> = z.enum(['pending', 'frozen', 'available', 'reversed'])

/** Why commission is held back: a code such as `self_referral`, never words about a person. */
export const HoldReason: Schema<string> = z.string().check(z.regex(/^[a-z][a-z0-9_]{1,47}$/))

/** What one order pays one promoter. */
export type Commission = {
  readonly orderId: string
  readonly level: 1 | 2
  readonly amountMinor: number
  readonly reversedMinor: number
  readonly state: CommissionState
  readonly at: number
  /** Since when it is held back from release, and the code of the reason; null when it is not. */
  readonly heldAt: number | null
  readonly heldReason: string | null
}
export const Commission: Schema<Commission> = z.object({
  orderId: Id,
  level: z.union([z.literal(1), z.literal(2)]),
  amountMinor: AmountMinor,
  reversedMinor: AmountMinor,
  state: CommissionState,
  at: Moment,
  heldAt: z.nullable(Moment),
  heldReason: z.nullable(HoldReason),
})

/** All of a promoter's commission by state. */
export type CommissionBalance = {
  readonly pendingMinor: number
  readonly frozenMinor: number
  readonly availableMinor: number
  /** How it may be taken out. */
  readonly terms: WithdrawalTerms
  readonly items: readonly Commission[]
}
export const CommissionBalance: Schema<CommissionBalance> = z.object({
  pendingMinor: z.int(),
  frozenMinor: z.int(),
  availableMinor: z.int(),
  terms: WithdrawalTerms,
  items: z.array(Commission),
})

/** A commission as frozen on the order: per line, so that a refund of part of it reverses exactly that part. */
export type CommissionLine = {
  readonly lineId: string
  readonly netMinor: number
  readonly bps: number
  readonly amountMinor: number
  /** The rule that pays it, and who bears that; absent where the plan pays. */
  readonly ruleId?: string | null | undefined
  readonly funder?: Funder | undefined
  /** Units paid a fixed sum each; absent or null where a share is paid. */
  readonly fixedCount?: number | null | undefined
}
/** What a rule with a cap granted the payee. */
export type CountedCommission = {
  readonly ruleId: string
  readonly periodKey: string
  readonly amountMinor: number
  /** Nothing was counted there before. */
  readonly isFirst: boolean
}

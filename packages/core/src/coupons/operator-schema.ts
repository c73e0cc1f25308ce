import * as z from 'zod/mini'
import { AmountMinor, Count, Id, Moment, type Schema } from '../kernel/index.ts'
import { type Terms, termsShape } from '../promotions/index.ts'

/** When a claimed coupon can be used: between two moments, or for some days from the claim. */
export type Validity =
  | { readonly kind: 'absolute'; readonly from: number; readonly until: number }
  | { readonly kind: 'relative'; readonly days: number }
export const Validity: Schema<Validity> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absolute'), from: Moment, until: Moment }),
  z.object({ kind: z.literal('relative'), days: z.int().check(z.gte(1), z.lte(3_650)) }),
])

/** At most so many claims by one member in each day, week (from Monday) or month of the brand's zone. */
export type PeriodLimit = { readonly count: number; readonly period: 'day' | 'week' | 'month' }
export const PeriodLimit: Schema<PeriodLimit> = z.object({
  count: z.int().check(z.gte(1), z.lte(1_000)),
  period: z.enum(['day', 'week', 'month']),
})

/** A code that everyone may know, such as `WELCOME10`: 2 to 32 characters without spaces, in any case of letters. */
export const PublicCode: Schema<string> = z.string().check(z.regex(/^\S{2,32}$/))

/** What a coupon does and how it is handed out. What is absent is null, or false. */
export type CouponTemplate = Terms & {
  readonly id: string
  readonly validity: Validity
  /** How many may be claimed in all; null for no limit. */
  readonly totalLimit: number | null
  readonly perMemberLimit: number
  readonly periodLimit?: PeriodLimit | null | undefined
  /** What all its coupons together may take off, counted when an order holds one; null for no limit. */
  readonly budgetMinor?: number | null | undefined
  readonly claimFrom: number
  readonly claimUntil: number | null
  readonly active: boolean
  /** Not in the coupon centre: taken with a code, or given by an operator. */
  readonly needsCode?: boolean | undefined
  /** The code everyone may claim with; no two templates of a brand have the same. */
  readonly publicCode?: string | null | undefined
  /** A member may give the coupon to another one 转赠. */
  readonly transferable?: boolean | undefined
  /** Its holder is told so many days before the end; null for never. */
  readonly noticeDays?: number | null | undefined
}
export const CouponTemplate: Schema<CouponTemplate> = z.object({
  id: Id,
  ...termsShape,
  validity: Validity,
  totalLimit: z.nullable(Count),
  perMemberLimit: z.int().check(z.gte(1), z.lte(1_000)),
  periodLimit: z.optional(z.nullable(PeriodLimit)),
  budgetMinor: z.optional(z.nullable(AmountMinor)),
  claimFrom: Moment,
  claimUntil: z.nullable(Moment),
  active: z.boolean(),
  needsCode: z.optional(z.boolean()),
  publicCode: z.optional(z.nullable(PublicCode)),
  transferable: z.optional(z.boolean()),
  noticeDays: z.optional(z.nullable(z.int().check(z.gte(1), z.lte(365)))),
})

/** The most codes of one batch. */
export const MAX_BATCH = 100_000

/** Unique codes 券码 of one template, made together. */
export type CouponBatch = {
  readonly batchId: string
  readonly templateId: string
  /** What every code of it begins with, in capital letters; may be empty. */
  readonly prefix: string
  readonly count: number
  /** How many of them were claimed with. */
  readonly claimedCount: number
  readonly createdAt: number
  /** When it was taken back; null while its codes count. */
  readonly voidedAt: number | null
}
export const CouponBatch: Schema<CouponBatch> = z.object({
  batchId: Id,
  templateId: Id,
  prefix: z.string().check(z.maxLength(8)),
  count: z.int().check(z.gte(1), z.lte(MAX_BATCH)),
  claimedCount: Count,
  createdAt: Moment,
  voidedAt: z.nullable(Moment),
})

/** One unique code as it is printed, and who claimed with it. */
export type CouponCode = {
  readonly code: string
  readonly claimedBy: string | null
  readonly claimedAt: number | null
}
export const CouponCode: Schema<CouponCode> = z.object({
  code: z.string(),
  claimedBy: z.nullable(Id),
  claimedAt: z.nullable(Moment),
})

import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, type Page, pageOf, type Schema, Text } from '../kernel/index.ts'
import { CouponBatch, CouponCode, CouponTemplate, MAX_BATCH } from './operator-schema.ts'
import { Coupon, CouponList } from './schema.ts'

/** Make a template or replace it whole. Coupons already claimed keep their terms. */
export const saveCouponTemplate: Endpoint<
  CouponTemplate,
  CouponTemplate,
  | 'condition_empty'
  | 'ladder_unordered'
  | 'effect_empty'
  | 'template_window_empty'
  | 'limit_below_issued'
  | 'budget_below_spent'
  | 'code_taken'
> = {
  name: 'coupons.saveTemplate',
  method: 'PUT',
  path: '/v1/coupon-templates/:id',
  access: 'operator',
  input: CouponTemplate,
  output: CouponTemplate,
  refusals: {
    condition_empty: 409,
    ladder_unordered: 409,
    effect_empty: 409,
    template_window_empty: 409,
    limit_below_issued: 409,
    budget_below_spent: 409,
    code_taken: 409,
  },
}

export type TemplateRow = {
  readonly template: CouponTemplate
  readonly issuedCount: number
  readonly redeemedCount: number
  /** What its coupons took off, those of unpaid orders included. */
  readonly spentMinor: number
}
export type TemplateList = { readonly items: readonly TemplateRow[] }
export const TemplateList: Schema<TemplateList> = z.object({
  items: z.array(
    z.object({ template: CouponTemplate, issuedCount: z.int(), redeemedCount: z.int(), spentMinor: z.int() }),
  ),
})

/** All templates with how many were issued and redeemed. */
export const listCouponTemplates: Endpoint<Empty, TemplateList> = {
  name: 'coupons.templates',
  method: 'GET',
  path: '/v1/coupon-templates',
  access: 'operator',
  input: Empty,
  output: TemplateList,
  refusals: {},
}

export type CreateBatchInput = {
  readonly batchId: string
  readonly templateId: string
  readonly count: number
  /** Up to 8 letters and digits that every code begins with. */
  readonly prefix?: string | undefined
}
export const CreateBatchInput: Schema<CreateBatchInput> = z.object({
  batchId: Id,
  templateId: Id,
  count: z.int().check(z.gte(1), z.lte(MAX_BATCH)),
  prefix: z.optional(z.string().check(z.regex(/^[A-Za-z0-9]{0,8}$/))),
})

/** Make unique codes of a template, all or none. They are read with `coupons.batchCodes`. */
export const createBatch: Endpoint<CreateBatchInput, CouponBatch, 'coupon_missing' | 'batch_exists'> = {
  name: 'coupons.createBatch',
  method: 'PUT',
  path: '/v1/coupon-batches/:batchId',
  access: 'operator',
  input: CreateBatchInput,
  output: CouponBatch,
  refusals: { coupon_missing: 404, batch_exists: 409 },
}

/** Why something is taken away: for the record, never shown to members. */
const Reason: Schema<string> = Text.check(z.minLength(1))

export type VoidBatchInput = { readonly batchId: string; readonly reason: string }
export const VoidBatchInput: Schema<VoidBatchInput> = z.object({ batchId: Id, reason: Reason })

/** Take back the codes of a batch that nobody has claimed with; coupons in wallets stay. */
export const voidBatch: Endpoint<VoidBatchInput, CouponBatch, 'batch_missing' | 'batch_void'> = {
  name: 'coupons.voidBatch',
  method: 'POST',
  path: '/v1/coupon-batches/:batchId/void',
  access: 'operator',
  input: VoidBatchInput,
  output: CouponBatch,
  refusals: { batch_missing: 404, batch_void: 409 },
}

export type BatchList = { readonly items: readonly CouponBatch[] }
export const BatchList: Schema<BatchList> = z.object({ items: z.array(CouponBatch) })

/** The newest 200 batches with how many of their codes were claimed with. */
export const listBatches: Endpoint<Empty, BatchList> = {
  name: 'coupons.batches',
  method: 'GET',
  path: '/v1/coupon-batches',
  access: 'operator',
  input: Empty,
  output: BatchList,
  refusals: {},
}

/** The most codes on one page. */
export const MAX_CODE_PAGE = 5_000

export type BatchCodesInput = {
  readonly batchId: string
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}
export const BatchCodesInput: Schema<BatchCodesInput> = z.object({
  batchId: Id,
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_CODE_PAGE))),
})

/** The codes of a batch in the order they were made in, 1,000 a page unless asked otherwise. */
export const listBatchCodes: Endpoint<BatchCodesInput, Page<CouponCode>, 'batch_missing'> = {
  name: 'coupons.batchCodes',
  method: 'GET',
  path: '/v1/coupon-batches/:batchId/codes',
  access: 'operator',
  input: BatchCodesInput,
  output: pageOf(CouponCode),
  refusals: { batch_missing: 404 },
}

export type IssueCouponInput = { readonly templateId: string; readonly memberId: string }
export const IssueCouponInput: Schema<IssueCouponInput> = z.object({ templateId: Id, memberId: Id })

/** Give a coupon to a member, outside of the times of claiming and the limit per period. */
export const issueCoupon: Endpoint<
  IssueCouponInput,
  Coupon,
  'coupon_missing' | 'member_missing' | 'coupon_ended' | 'coupon_sold_out' | 'coupon_limit_reached'
> = {
  name: 'coupons.issue',
  method: 'POST',
  path: '/v1/members/:memberId/coupons',
  access: 'operator',
  input: IssueCouponInput,
  output: Coupon,
  refusals: {
    coupon_missing: 404,
    member_missing: 404,
    coupon_ended: 409,
    coupon_sold_out: 409,
    coupon_limit_reached: 409,
  },
}

export type VoidCouponInput = { readonly memberId: string; readonly couponId: string; readonly reason: string }
export const VoidCouponInput: Schema<VoidCouponInput> = z.object({ memberId: Id, couponId: Id, reason: Reason })

/** Take a coupon away from a member. It still counts as issued; one that an order holds or used stays. */
export const voidCoupon: Endpoint<VoidCouponInput, Coupon, 'coupon_missing' | 'coupon_used' | 'coupon_void'> = {
  name: 'coupons.void',
  method: 'POST',
  path: '/v1/members/:memberId/coupons/:couponId/void',
  access: 'operator',
  input: VoidCouponInput,
  output: Coupon,
  refusals: { coupon_missing: 404, coupon_used: 409, coupon_void: 409 },
}

export type MemberCouponsInput = { readonly memberId: string }
export const MemberCouponsInput: Schema<MemberCouponsInput> = z.object({ memberId: Id })

/** The wallet of a member; empty for someone unknown. */
export const listMemberCoupons: Endpoint<MemberCouponsInput, CouponList> = {
  name: 'coupons.ofMember',
  method: 'GET',
  path: '/v1/members/:memberId/coupons',
  access: 'operator',
  input: MemberCouponsInput,
  output: CouponList,
  refusals: {},
}

export type CouponsAdminContract = {
  readonly saveTemplate: typeof saveCouponTemplate
  readonly templates: typeof listCouponTemplates
  readonly createBatch: typeof createBatch
  readonly voidBatch: typeof voidBatch
  readonly batches: typeof listBatches
  readonly batchCodes: typeof listBatchCodes
  readonly issue: typeof issueCoupon
  readonly void: typeof voidCoupon
  readonly ofMember: typeof listMemberCoupons
}
export const couponsAdminContract: CouponsAdminContract = {
  saveTemplate: saveCouponTemplate,
  templates: listCouponTemplates,
  createBatch,
  voidBatch,
  batches: listBatches,
  batchCodes: listBatchCodes,
  issue: issueCoupon,
  void: voidCoupon,
  ofMember: listMemberCoupons,
}

import * as z from 'zod/mini'
import {
  AmountMinor,
  type Endpoint,
  Id,
  Label,
  listOf,
  MAX_PAGE,
  type Page,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import {
  AftersalesCase,
  AftersalesSettings,
  CaseParcelInput,
  CaseRef,
  CaseStatus,
  GoodsFate,
  MAX_CASE_LINES,
} from './schema.ts'

export type ListQueueInput = {
  /** Only those of this status; without it all that are open. */
  readonly status?: CaseStatus | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}
export const ListQueueInput: Schema<ListQueueInput> = z.object({
  status: z.optional(CaseStatus),
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
})

/** Cases of the brand: open ones by when their next step is due, those that are over from the last to the first. */
export const listQueue: Endpoint<ListQueueInput, Page<AftersalesCase>> = {
  name: 'aftersales.queue',
  method: 'GET',
  path: '/v1/admin/aftersales',
  access: 'operator',
  input: ListQueueInput,
  output: pageOf(AftersalesCase),
  refusals: {},
}

export type ApproveCaseInput = CaseRef & {
  /**
   * Where nothing is sent back: whether the goods are there to be sold again. Without it they are while nothing of the
   * order was sent (`paid`), and otherwise written off.
   */
  readonly goods?: GoodsFate | undefined
  /** How much of the shipping comes back; without it, what the shop's policy says. */
  readonly shippingMinor?: number | undefined
}
export const ApproveCaseInput: Schema<ApproveCaseInput> = z.object({
  caseId: Id,
  goods: z.optional(GoodsFate),
  shippingMinor: z.optional(AmountMinor),
})

/** Agree: money goes back at once where nothing is sent back, and what is to be sent is held. */
export const approveCase: Endpoint<
  ApproveCaseInput,
  AftersalesCase,
  'case_missing' | 'case_not_ready' | 'shipping_exceeded' | 'stock_insufficient'
> = {
  name: 'aftersales.approve',
  method: 'POST',
  path: '/v1/admin/aftersales/:caseId/approval',
  access: 'operator',
  input: ApproveCaseInput,
  output: AftersalesCase,
  refusals: { case_missing: 404, case_not_ready: 409, shipping_exceeded: 409, stock_insufficient: 409 },
}

export type RejectCaseInput = CaseRef & { readonly reason: string }
export const RejectCaseInput: Schema<RejectCaseInput> = z.object({ caseId: Id, reason: Label })

/** Say no, and why. */
export const rejectCase: Endpoint<RejectCaseInput, AftersalesCase, 'case_missing' | 'case_not_ready'> = {
  name: 'aftersales.reject',
  method: 'POST',
  path: '/v1/admin/aftersales/:caseId/rejection',
  access: 'operator',
  input: RejectCaseInput,
  output: AftersalesCase,
  refusals: { case_missing: 404, case_not_ready: 409 },
}

/** What the shop found of one line: how many units it takes back, and what becomes of them. */
export type ArrivedLine = { readonly lineId: string; readonly acceptedCount: number; readonly goods: GoodsFate }
export const ArrivedLine: Schema<ArrivedLine> = z.object({
  lineId: Id,
  acceptedCount: z.int().check(z.gte(0), z.lte(1_000_000)),
  goods: GoodsFate,
})
export type ArriveCaseInput = CaseRef & {
  /** Lines that are not named came back whole, to be sold again. */
  readonly lines?: readonly ArrivedLine[] | undefined
  /** How much of the shipping comes back; without it, what the shop's policy says. */
  readonly shippingMinor?: number | undefined
}
export const ArriveCaseInput: Schema<ArriveCaseInput> = z.object({
  caseId: Id,
  lines: z.optional(listOf(ArrivedLine, MAX_CASE_LINES)),
  shippingMinor: z.optional(AmountMinor),
})

/** The goods are back: what is accepted is refunded, or waits for what is sent instead. Accepting nothing ends it. */
export const arriveCase: Endpoint<
  ArriveCaseInput,
  AftersalesCase,
  'case_missing' | 'case_not_ready' | 'line_missing' | 'line_repeated' | 'quantity_exceeded' | 'shipping_exceeded'
> = {
  name: 'aftersales.arrive',
  method: 'POST',
  path: '/v1/admin/aftersales/:caseId/arrival',
  access: 'operator',
  input: ArriveCaseInput,
  output: AftersalesCase,
  refusals: {
    case_missing: 404,
    case_not_ready: 409,
    line_missing: 404,
    line_repeated: 409,
    quantity_exceeded: 409,
    shipping_exceeded: 409,
  },
}

/** The goods that were owed are on their way. */
export const reshipCase: Endpoint<CaseParcelInput, AftersalesCase, 'case_missing' | 'case_not_ready'> = {
  name: 'aftersales.reship',
  method: 'POST',
  path: '/v1/admin/aftersales/:caseId/shipment',
  access: 'operator',
  input: CaseParcelInput,
  output: AftersalesCase,
  refusals: { case_missing: 404, case_not_ready: 409 },
}

/** End a case of which nothing more is expected; what was held for it is free again. */
export const closeCase: Endpoint<CaseRef, AftersalesCase, 'case_missing' | 'case_not_ready'> = {
  name: 'aftersales.close',
  method: 'POST',
  path: '/v1/admin/aftersales/:caseId/closing',
  access: 'operator',
  input: CaseRef,
  output: AftersalesCase,
  refusals: { case_missing: 404, case_not_ready: 409 },
}

/** Replace how long returns are open, and where goods go back to. Open cases keep their deadlines. */
export const saveAftersalesSettings: Endpoint<AftersalesSettings, AftersalesSettings> = {
  name: 'aftersales.saveSettings',
  method: 'PUT',
  path: '/v1/aftersales-settings',
  access: 'operator',
  input: AftersalesSettings,
  output: AftersalesSettings,
  refusals: {},
}

export type AftersalesAdminContract = {
  readonly queue: typeof listQueue
  readonly approve: typeof approveCase
  readonly reject: typeof rejectCase
  readonly arrive: typeof arriveCase
  readonly reship: typeof reshipCase
  readonly close: typeof closeCase
  readonly saveSettings: typeof saveAftersalesSettings
}
export const aftersalesAdminContract: AftersalesAdminContract = {
  queue: listQueue,
  approve: approveCase,
  reject: rejectCase,
  arrive: arriveCase,
  reship: reshipCase,
  close: closeCase,
  saveSettings: saveAftersalesSettings,
}

import * as z from 'zod/mini'
import {
  Empty,
  type Endpoint,
  Id,
  Label,
  listOf,
  MAX_PAGE,
  type Page,
  type PageInput,
  pageOf,
  Quantity,
  type Schema,
} from '../kernel/index.ts'
import {
  AftersalesCase,
  AftersalesSettings,
  CaseKind,
  CaseParcelInput,
  CaseReason,
  CaseRef,
  MAX_CASE_LINES,
} from './schema.ts'

/** Units of one line, and in an exchange what is wanted for them: the same again without `wantedSkuId`. */
export type CaseLineInput = {
  readonly lineId: string
  readonly quantity: number
  readonly wantedSkuId?: string | undefined
}
export type OpenCaseInput = {
  readonly orderId: string
  readonly kind: CaseKind
  readonly reason: CaseReason
  readonly lines: readonly CaseLineInput[]
  /** What else there is to say. */
  readonly words?: string | undefined
}
export const OpenCaseInput: Schema<OpenCaseInput> = z.object({
  orderId: Id,
  kind: CaseKind,
  reason: CaseReason,
  lines: listOf(z.object({ lineId: Id, quantity: Quantity, wantedSkuId: z.optional(Id) }), MAX_CASE_LINES, 1),
  words: z.optional(Label),
})

/**
 * Ask the shop to put units of one's own order right. Before receipt that is money back, or (for a reason) the goods
 * once more; after it, what the reason and the time since receipt allow.
 */
export const openCase: Endpoint<
  OpenCaseInput,
  AftersalesCase,
  | 'order_missing'
  | 'order_not_refundable'
  | 'order_imported'
  | 'line_missing'
  | 'line_repeated'
  | 'line_not_goods'
  | 'quantity_exceeded'
  | 'case_open'
  | 'cases_full'
  | 'kind_not_open'
  | 'not_returnable'
  | 'return_window_over'
  | 'sku_missing'
  | 'exchange_price_differs'
> = {
  name: 'aftersales.open',
  method: 'POST',
  path: '/v1/aftersales',
  access: 'member',
  input: OpenCaseInput,
  output: AftersalesCase,
  refusals: {
    order_missing: 404,
    order_not_refundable: 409,
    order_imported: 409,
    line_missing: 404,
    line_repeated: 409,
    line_not_goods: 409,
    quantity_exceeded: 409,
    case_open: 409,
    cases_full: 409,
    kind_not_open: 409,
    not_returnable: 409,
    return_window_over: 409,
    sku_missing: 404,
    exchange_price_differs: 409,
  },
}

/** One of one's own cases. */
export const getCase: Endpoint<CaseRef, AftersalesCase, 'case_missing'> = {
  name: 'aftersales.get',
  method: 'GET',
  path: '/v1/aftersales/:caseId',
  access: 'member',
  input: CaseRef,
  output: AftersalesCase,
  refusals: { case_missing: 404 },
}

export type ListCasesInput = PageInput & {
  /** Only those about this order. */
  readonly orderId?: string | undefined
}
export const ListCasesInput: Schema<ListCasesInput> = z.object({
  orderId: z.optional(Id),
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
})

/** One's own cases, newest first. */
export const listCases: Endpoint<ListCasesInput, Page<AftersalesCase>> = {
  name: 'aftersales.list',
  method: 'GET',
  path: '/v1/aftersales',
  access: 'member',
  input: ListCasesInput,
  output: pageOf(AftersalesCase),
  refusals: {},
}

/** Take a request back, as long as nothing was sent. */
export const withdrawCase: Endpoint<CaseRef, AftersalesCase, 'case_missing' | 'case_not_ready'> = {
  name: 'aftersales.withdraw',
  method: 'POST',
  path: '/v1/aftersales/:caseId/withdrawal',
  access: 'member',
  input: CaseRef,
  output: AftersalesCase,
  refusals: { case_missing: 404, case_not_ready: 409 },
}

/** Say by which parcel the goods go back. */
export const sendCaseBack: Endpoint<CaseParcelInput, AftersalesCase, 'case_missing' | 'case_not_ready'> = {
  name: 'aftersales.sendBack',
  method: 'POST',
  path: '/v1/aftersales/:caseId/return',
  access: 'member',
  input: CaseParcelInput,
  output: AftersalesCase,
  refusals: { case_missing: 404, case_not_ready: 409 },
}

/** How long returns are open, and where goods go back to. */
export const getAftersalesSettings: Endpoint<Empty, AftersalesSettings> = {
  name: 'aftersales.settings',
  method: 'GET',
  path: '/v1/aftersales-settings',
  access: 'public',
  input: Empty,
  output: AftersalesSettings,
  refusals: {},
}

export type AftersalesContract = {
  readonly open: typeof openCase
  readonly get: typeof getCase
  readonly list: typeof listCases
  readonly withdraw: typeof withdrawCase
  readonly sendBack: typeof sendCaseBack
  readonly settings: typeof getAftersalesSettings
}
export const aftersalesContract: AftersalesContract = {
  open: openCase,
  get: getCase,
  list: listCases,
  withdraw: withdrawCase,
  sendBack: sendCaseBack,
  settings: getAftersalesSettings,
}

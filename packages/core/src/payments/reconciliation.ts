import * as z from 'zod/mini'
import { AmountMinor, Count, dayMs, type Endpoint, Id, Label, listOf, Moment, type Schema } from '../kernel/index.ts'

/** The most differences a report names; there may be more. */
export const MAX_RECONCILED = 1_000
/** The longest span of one report. */
export const MAX_RECONCILED_DAYS = 31
/** The most lines of a statement that is sent along. */
export const MAX_STATEMENT_LINES = 1_000

/**
 * missing_here: the provider has it and we have not · missing_there: the other way round · amount_differs: of a
 * payment, its currency included · refund_differs: the amount of a refund · status_differs: one says the money moved,
 * the other does not.
 */
export type ReconciliationKind =
  | 'missing_here'
  | 'missing_there'
  | 'amount_differs'
  | 'refund_differs'
  | 'status_differs'

/** Where the provider's books and ours differ. */
export type ReconciliationDifference = {
  readonly kind: ReconciliationKind
  readonly paymentId: string
  /** Of a refund; null for a payment. */
  readonly refundId: string | null
  /** The order, where we know of it. */
  readonly orderId: string | null
  /** The provider's own number. */
  readonly reference: string | null
  /** As we have it and as the provider has it: an amount with its currency, or where it stands. */
  readonly ours: string | null
  readonly theirs: string | null
  readonly at: number
}

/** A comparison of a provider's statement with our payments. */
export type ReconciliationReport = {
  readonly provider: string
  readonly fromAt: number
  readonly untilAt: number
  /** What was compared: lines of the statement in the span, and our payments and refunds in it. */
  readonly theirCount: number
  readonly ourCount: number
  /** What came less what went back, as each of us has it. */
  readonly theirNetMinor: number
  readonly ourNetMinor: number
  readonly differences: readonly ReconciliationDifference[]
  /** There are more differences than are named. */
  readonly isCut: boolean
}

const NetMinor: Schema<number> = z.int()
const Reference: Schema<string | null> = z.nullable(z.string())
export const ReconciliationReport: Schema<ReconciliationReport> = z.object({
  provider: z.string(),
  fromAt: Moment,
  untilAt: Moment,
  theirCount: Count,
  ourCount: Count,
  theirNetMinor: NetMinor,
  ourNetMinor: NetMinor,
  differences: listOf(
    z.object({
      kind: z.enum(['missing_here', 'missing_there', 'amount_differs', 'refund_differs', 'status_differs']),
      paymentId: z.string(),
      refundId: Reference,
      orderId: Reference,
      reference: Reference,
      ours: Reference,
      theirs: Reference,
      at: Moment,
    }),
    MAX_RECONCILED,
  ),
  isCut: z.boolean(),
})

/** A line of a provider's statement, as an operator got it from there. */
export type StatementLine = {
  readonly paymentId: string
  /** Of a refund; null for a payment. */
  readonly refundId: string | null
  /** The provider's own number. */
  readonly reference: string | null
  readonly amountMinor: number
  readonly currency: string
  /** The money moved. */
  readonly settled: boolean
  readonly at: number
}
const StatementLine: Schema<StatementLine> = z.object({
  paymentId: Id,
  refundId: z.nullable(Id),
  reference: z.nullable(Label),
  amountMinor: AmountMinor,
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  settled: z.boolean(),
  at: Moment,
})

export type ReconcileInput = {
  readonly provider: string
  readonly fromAt: number
  readonly untilAt: number
  /** The provider's statement; without it the provider is asked. */
  readonly statement?: readonly StatementLine[] | undefined
}
export const ReconcileInput: Schema<ReconcileInput> = z
  .object({
    provider: Id,
    fromAt: Moment,
    untilAt: Moment,
    statement: z.optional(listOf(StatementLine, MAX_STATEMENT_LINES)),
  })
  .check(
    z.refine(({ fromAt, untilAt }) => fromAt < untilAt && untilAt - fromAt <= MAX_RECONCILED_DAYS * dayMs, {
      path: ['untilAt'],
      message: `must be after fromAt, by at most ${MAX_RECONCILED_DAYS} days`,
    }),
  )

/**
 * Compare a provider's statement of a span of time with our payments: the one that is given, or else the provider is
 * asked for it, which takes a while.
 */
export const reconcilePayments: Endpoint<ReconcileInput, ReconciliationReport, 'provider_missing'> = {
  name: 'payments.reconcile',
  method: 'POST',
  path: '/v1/payments/reconciliation',
  access: 'operator',
  input: ReconcileInput,
  output: ReconciliationReport,
  refusals: { provider_missing: 404 },
  safe: true,
}

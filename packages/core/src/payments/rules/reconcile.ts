import { csvText } from '../../kernel/index.ts'
import {
  MAX_RECONCILED,
  type ReconcileInput,
  type ReconciliationDifference,
  type ReconciliationKind,
  type ReconciliationReport,
} from '../reconciliation.ts'

/** One line of either book. */
export type BookLine = {
  readonly paymentId: string
  readonly refundId: string | null
  readonly orderId: string | null
  readonly reference: string | null
  readonly amountMinor: number
  readonly currency: string
  readonly settled: boolean
  readonly at: number
}

export type ReconcileFacts = ReconcileInput & {
  /** The provider's lines, with those of some time before and after the span: clocks differ, and words come late. */
  readonly theirs: readonly BookLine[]
  /** Our payments and refunds that moved in the span, and every other one that `theirs` names. */
  readonly ours: readonly BookLine[]
}

/** Compares two books. Lines meet by our ids, so nothing hangs on the order or the moment of either. */
export function reconcile({ provider, fromAt, untilAt, theirs, ours }: ReconcileFacts): ReconciliationReport {
  const isIn = ({ at }: BookLine): boolean => at >= fromAt && at < untilAt
  const [there, here] = [byId(theirs), byId(ours)]
  const missing = ours.filter((line) => line.settled && isIn(line) && !there.has(idOf(line)))
  const found = theirs.filter(isIn).flatMap((line) => compare(here.get(idOf(line)), line))
  const repeated = theirs.filter((line) => isIn(line) && there.get(idOf(line)) !== line).map((line) => extra(line))
  const lost = missing.map((line) => differenceOf('missing_there', line, sumOf(line), null))
  const differences = [...found, ...repeated, ...lost].toSorted((one, other) => one.at - other.at)
  const [theirIn, ourIn] = [theirs.filter(isIn), ours.filter((line) => isIn(line) && line.settled)]
  return {
    ...{ provider, fromAt, untilAt, theirCount: theirIn.length, ourCount: ourIn.length },
    ...{ theirNetMinor: netOf(theirIn), ourNetMinor: netOf(ourIn) },
    differences: differences.slice(0, MAX_RECONCILED),
    isCut: differences.length > MAX_RECONCILED,
  }
}

function idOf({ paymentId, refundId }: BookLine): string {
  return refundId ?? paymentId
}

function byId(lines: readonly BookLine[]): ReadonlyMap<string, BookLine> {
  return new Map(lines.toReversed().map((line) => [idOf(line), line]))
}

/** The same id twice in the provider's books: one of the two is not ours. */
function extra(line: BookLine): ReconciliationDifference {
  return differenceOf('missing_here', line, null, sumOf(line))
}

function compare(ours: BookLine | undefined, theirs: BookLine): readonly ReconciliationDifference[] {
  if (ours === undefined) return theirs.settled ? [extra(theirs)] : []
  const line = { ...theirs, orderId: ours.orderId }
  const differences: ReconciliationDifference[] = []
  if (ours.settled !== theirs.settled) {
    differences.push(differenceOf('status_differs', line, stateOf(ours), stateOf(theirs)))
  }
  const isSame = ours.amountMinor === theirs.amountMinor && ours.currency === theirs.currency
  if (isSame || !theirs.settled) return differences
  const kind = theirs.refundId === null ? 'amount_differs' : 'refund_differs'
  return [...differences, differenceOf(kind, line, sumOf(ours), sumOf(theirs))]
}

function differenceOf(
  kind: ReconciliationKind,
  { paymentId, refundId, orderId, reference, at }: BookLine,
  ours: string | null,
  theirs: string | null,
): ReconciliationDifference {
  return { kind, paymentId, refundId, orderId, reference, ours, theirs, at }
}

function sumOf({ amountMinor, currency }: BookLine): string {
  return `${amountMinor} ${currency}`
}

function stateOf({ settled }: BookLine): string {
  return settled ? 'settled' : 'open'
}

function netOf(lines: readonly BookLine[]): number {
  return lines.reduce((sum, { refundId, amountMinor }) => sum + (refundId === null ? amountMinor : -amountMinor), 0)
}

/** The differences of a report as a table. Moments are in milliseconds, amounts in minor units. */
export function reconciliationCsv({ provider, differences }: ReconciliationReport): string {
  const names = ['kind', 'paymentId', 'refundId', 'orderId', 'reference', 'ours', 'theirs', 'at'] as const
  const rows = differences.map((each) => [provider, ...names.map((name) => String(each[name] ?? ''))])
  return csvText([['provider', ...names], ...rows])
}

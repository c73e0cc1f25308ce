import { accept, type CodeOf, type Decision, dayMs, type Refusal, refuse } from '../../kernel/index.ts'
import { canMove, checkoutOrigin, goodsOf, type Order, type OrderLine, type OrderTerms } from '../../orders/index.ts'
import type { CaseLineInput, openCase } from '../contract.ts'
import type { CaseOpened } from '../events.ts'
import { type AftersalesSettings, type CaseKind, type CaseLine, type CaseReason, MAX_ORDER_CASES } from '../schema.ts'
import { receivedAt, windowEnd } from './window.ts'

type Code = CodeOf<typeof openCase>

/** What is to be known of a SKU that somebody wants in exchange. */
export type WantedSku = { readonly id: string; readonly listMinor: number; readonly isForSale: boolean }

export type OpenCaseFacts = {
  readonly caseId: string
  /** The member's own order; undefined when there is none. */
  readonly sale:
    | {
        readonly order: Order
        readonly terms: Pick<OrderTerms, 'origin' | 'memberships'>
        /** How many cases were ever opened about it. */
        readonly caseCount: number
      }
    | undefined
  readonly kind: CaseKind
  readonly reason: CaseReason
  readonly lines: readonly CaseLineInput[]
  /** The lines whose SKU cannot be returned for no reason. */
  readonly finalLineIds: readonly string[]
  /** Goods that are wanted in exchange, as far as there are such. */
  readonly skus: readonly WantedSku[]
  readonly settings: AftersalesSettings
  /** Minutes the brand's zone is ahead of UTC at the moment of receipt. */
  readonly offsetMinutes: number
  readonly now: number
}

type FoundFacts = OpenCaseFacts & { readonly sale: NonNullable<OpenCaseFacts['sale']> }

/** What can be asked for: for which reason, before the goods are received or after. */
export function kindsFor(reason: CaseReason, isReceived: boolean): readonly CaseKind[] {
  if (!isReceived) return reason === 'no_reason' ? ['refund_only'] : ['refund_only', 'reship']
  if (reason === 'no_reason') return ['return_and_refund', 'exchange']
  return ['refund_only', 'return_and_refund', 'exchange', 'reship']
}

/**
 * Ask for something about units of an order that are under no other case. Without a reason goods go back within the
 * days the law gives, unless their SKU is an exception; for a reason as long as the shop says. No money moves in an
 * exchange: what is wanted costs what was bought.
 */
export function open(facts: OpenCaseFacts): Decision<CaseOpened, Code> {
  const { sale } = facts
  if (sale === undefined) return refuse('order_missing')
  const found = { ...facts, sale }
  const refusal = orderRefusal(found) ?? lineRefusal(found) ?? windowRefusal(found) ?? exchangeRefusal(found)
  if (refusal !== undefined) return { ok: false, refusal }
  const { caseId, kind, reason, settings, now } = facts
  const { id: orderId, memberId } = sale.order
  return accept({
    ...{ type: 'case_opened', caseId, orderId, memberId, kind, reason },
    lines: facts.lines.map((line) => caseLineOf(found, line)),
    dueAt: now + settings.answerDays * dayMs,
  })
}

function lineOf({ sale }: FoundFacts, lineId: string): OrderLine | undefined {
  return sale.order.lines.find(({ line }) => line.lineId === lineId)
}

function caseLineOf(facts: FoundFacts, { lineId, quantity, wantedSkuId }: CaseLineInput): CaseLine {
  const { skuId, title } = (lineOf(facts, lineId) as OrderLine).line
  const isSent = facts.kind === 'exchange' || facts.kind === 'reship'
  const chosen = facts.kind === 'exchange' ? (wantedSkuId ?? skuId) : skuId
  return {
    ...{ lineId, skuId, title, quantity, wantedSkuId: isSent ? chosen : null },
    noReasonReturn: !facts.finalLineIds.includes(lineId),
    ...{ acceptedCount: null, goods: null },
  }
}

function orderRefusal({ sale }: FoundFacts): Refusal<Code> | undefined {
  const { order, terms } = sale
  const { status } = order
  if (!canMove(status, 'refund')) return { code: 'order_not_refundable', detail: { status } }
  return terms.origin === checkoutOrigin ? undefined : { code: 'order_imported' }
}

function lineRefusal(facts: FoundFacts): Refusal<Code> | undefined {
  const { lines, kind, sale } = facts
  const ids = lines.map(({ lineId }) => lineId)
  const missing = ids.find((lineId) => lineOf(facts, lineId) === undefined)
  if (missing !== undefined) return { code: 'line_missing', detail: { lineId: missing } }
  const repeated = ids.find((lineId, at) => ids.indexOf(lineId) < at)
  if (repeated !== undefined) return { code: 'line_repeated', detail: { lineId: repeated } }
  const goodsIds = goodsOf(sale.order.lines, sale.terms).map(({ line }) => line.lineId)
  const other = kind === 'refund_only' ? undefined : ids.find((lineId) => !goodsIds.includes(lineId))
  if (other !== undefined) return { code: 'line_not_goods', detail: { lineId: other } }
  return unitRefusal(facts)
}

function unitRefusal(facts: FoundFacts): Refusal<Code> | undefined {
  const left = facts.lines.map(({ lineId, quantity }) => {
    const { line, refundedCount, claimedCount = 0 } = lineOf(facts, lineId) as OrderLine
    return { lineId, quantity, keptCount: line.quantity - refundedCount, claimedCount }
  })
  const exceeded = left.find(({ quantity, keptCount }) => quantity > keptCount)
  if (exceeded !== undefined) {
    return { code: 'quantity_exceeded', detail: { lineId: exceeded.lineId, leftCount: exceeded.keptCount } }
  }
  const claimed = left.find(({ quantity, keptCount, claimedCount }) => quantity > keptCount - claimedCount)
  if (claimed !== undefined) {
    return {
      code: 'case_open',
      detail: { lineId: claimed.lineId, leftCount: claimed.keptCount - claimed.claimedCount },
    }
  }
  const isFull = facts.sale.caseCount >= MAX_ORDER_CASES
  return isFull ? { code: 'cases_full', detail: { maxCases: MAX_ORDER_CASES } } : undefined
}

function windowRefusal(facts: FoundFacts): Refusal<Code> | undefined {
  const { sale, kind, reason, lines, settings, offsetMinutes, now, finalLineIds } = facts
  const received = receivedAt(sale.order)
  const kinds = kindsFor(reason, received !== null)
  if (!kinds.includes(kind)) return { code: 'kind_not_open', detail: { kinds } }
  if (received === null) return undefined
  const isFree = reason === 'no_reason'
  const final = isFree ? lines.find(({ lineId }) => finalLineIds.includes(lineId)) : undefined
  if (final !== undefined) return { code: 'not_returnable', detail: { lineId: final.lineId } }
  const days = isFree ? settings.noReasonReturnDays : settings.aftersalesDays
  const endedAt = windowEnd(received, days, offsetMinutes)
  return now < endedAt ? undefined : { code: 'return_window_over', detail: { endedAt } }
}

function exchangeRefusal(facts: FoundFacts): Refusal<Code> | undefined {
  if (facts.kind !== 'exchange') return undefined
  for (const { lineId, wantedSkuId } of facts.lines) {
    const { skuId, runs } = (lineOf(facts, lineId) as OrderLine).line
    if (wantedSkuId === undefined || wantedSkuId === skuId) continue
    const wanted = facts.skus.find(({ id }) => id === wantedSkuId)
    if (wanted?.isForSale !== true) return { code: 'sku_missing', detail: { skuId: wantedSkuId } }
    const listMinor = runs[0]?.listMinor
    if (wanted.listMinor !== listMinor) {
      return { code: 'exchange_price_differs', detail: { skuId: wantedSkuId, listMinor } }
    }
  }
  return undefined
}

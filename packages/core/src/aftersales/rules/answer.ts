import { hold, type Shelf, type StockAdjusted, type StockHeld } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { type RefundPaidEvent, type RefundPaidOrderFacts, refundPaidOrder } from '../../payments/index.ts'
import type { CaseApproved, CaseRefunded, GoodsBack } from '../events.ts'
import type { approveCase } from '../operators.ts'
import type { AftersalesSettings, CaseLine, GoodsFate } from '../schema.ts'
import { type CaseState, daysAfter, idsOf, unclaimed, unitsOf, writtenOff } from './goods.ts'
import { canMoveCase } from './moves.ts'

/** What refunding units of an order needs, whichever units they are. */
export type CaseRefundFacts = Omit<RefundPaidOrderFacts, 'lines' | 'thresholds' | 'shippingMinor'>

export type CaseRefundEvent = CaseRefunded | RefundPaidEvent | StockAdjusted

export type ApproveFacts = {
  readonly found: CaseState | undefined
  readonly refund: CaseRefundFacts
  /** The shelves of what is to be sent. */
  readonly shelves: ReadonlyMap<string, Shelf>
  /** Whether goods that are not sent back are there to be sold again; by the order's state without it. */
  readonly goods?: GoodsFate | undefined
  readonly shippingMinor?: number | undefined
  readonly settings: Pick<AftersalesSettings, 'sendBackDays' | 'handleDays'>
  readonly now: number
}

/**
 * Agree to a case. Money goes back at once where nothing is sent back; goods that the shop will send are held, so that
 * nobody else gets them.
 */
export function approve(
  facts: ApproveFacts,
): Decision<CaseApproved | StockHeld | CaseRefundEvent, CodeOf<typeof approveCase>> {
  const { found, settings, now } = facts
  if (found === undefined) return refuse('case_missing')
  const { kind, status } = found
  if (!canMoveCase(found, 'approve')) return refuse('case_not_ready', { kind, status })
  if (kind === 'refund_only') return refundAtOnce(facts, found)
  const dueAt = daysAfter(now, kind === 'reship' ? settings.handleDays : settings.sendBackDays)
  const wanted = found.lines.flatMap(({ wantedSkuId: skuId, quantity }) =>
    skuId === null ? [] : [{ skuId, quantity }],
  )
  if (wanted.length === 0) return accept({ type: 'case_approved', ...idsOf(found), takes: [], dueAt })
  const held = hold(facts.shelves, wanted, found.id)
  // A SKU of an order has a shelf for ever.
  if (!held.ok) return refuse('stock_insufficient', held.refusal.detail)
  const [stock] = held.events as readonly [StockHeld]
  return accept<CaseApproved | StockHeld>(
    { type: 'case_approved', ...idsOf(found), takes: stock.lines, dueAt },
    { ...stock, orderId: found.orderId },
  )
}

function refundAtOnce(facts: ApproveFacts, found: CaseState): Decision<CaseRefundEvent, 'shipping_exceeded'> {
  // Until something is sent, everything is still there.
  const isThere = facts.refund.sale?.order.status === 'paid'
  const { goods = isThere ? 'restock' : 'scrap', shippingMinor, refund } = facts
  const lines = found.lines.map((line) => ({ ...line, acceptedCount: line.quantity, goods }))
  return refundUnits({ found, refund, lines, shippingMinor, kind: 'loss' })
}

export type RefundUnitsFacts = {
  readonly found: CaseState
  readonly refund: CaseRefundFacts
  /** With how many units of each are refunded, and what becomes of them. */
  readonly lines: readonly CaseLine[]
  readonly shippingMinor?: number | undefined
  /** Why goods are written off that cannot be sold again. */
  readonly kind: 'damage' | 'loss'
}

/** Refunds units of a case by the rule every refund follows, and ends the case. */
export function refundUnits(facts: RefundUnitsFacts): Decision<CaseRefundEvent, 'shipping_exceeded'> {
  const { found, refund, lines, shippingMinor } = facts
  const { sale, refundId, now } = refund
  const back = lines.flatMap(goodsBack)
  const own = sale && { ...sale, order: unclaimed(sale.order, found.lines) }
  const decision = refundPaidOrder({ ...refund, sale: own, lines: unitsOf(back), shippingMinor })
  if (!decision.ok) {
    const { code, detail } = decision.refusal
    if (code === 'shipping_exceeded') return refuse(code, detail)
    throw new Error(`units under a case could not be refunded: ${code}`)
  }
  const ended = { units: unitsOf(found.lines), endedAt: now, lines, refundId }
  const refundedMinor = decision.events.reduce(
    (sum, event) => (event.type === 'order_refunded' ? sum + event.refund.paidMinor : sum),
    0,
  )
  const returned = decision.events.flatMap((event) => (event.type === 'stock_returned' ? event.lines : []))
  return accept<CaseRefundEvent>(
    { type: 'case_refunded', ...idsOf(found), ...ended, refundedMinor },
    ...decision.events,
    ...(own === undefined ? [] : writtenOff(own, found.id, back, returned, facts.kind)),
  )
}

/** The units of a line that the shop takes back. */
export function goodsBack({ lineId, acceptedCount, goods }: CaseLine): readonly GoodsBack[] {
  return (acceptedCount ?? 0) === 0 ? [] : [{ lineId, quantity: acceptedCount ?? 0, goods: goods ?? 'restock' }]
}

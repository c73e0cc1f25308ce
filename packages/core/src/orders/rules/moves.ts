import { bySku, type StockLine } from '../../inventory/index.ts'
import { allocateWithin } from '../../money/index.ts'
import { unitParts } from '../../pricing/index.ts'
import type { MembershipLine } from '../../tiers/index.ts'
import type { OrderPlaced } from '../events.ts'
import type { LineReplaced, Order, OrderLine, OrderStatus } from '../schema.ts'

/** What can be done with an order. */
export type OrderCommand = 'pay' | 'ship' | 'receive' | 'complete' | 'cancel' | 'expire' | 'refund'

type Moves = { readonly [Command in OrderCommand]: readonly OrderStatus[] }

const none: Moves = { pay: [], ship: [], receive: [], complete: [], cancel: [], expire: [], refund: [] }

/**
 * Where each command may lead from each status. An empty list is an illegal move: a refusal, never an event. What has
 * nothing to be sent, or nothing any more, has been shipped. An order with a deposit is paid twice.
 */
export const moves: { readonly [From in OrderStatus]: Moves } = {
  created: { ...none, pay: ['deposited', 'paid', 'shipped'], cancel: ['cancelled'], expire: ['cancelled'] },
  deposited: { ...none, pay: ['paid', 'shipped'], cancel: ['cancelled'], expire: ['cancelled'] },
  paid: {
    ...none,
    ship: ['fulfilling', 'shipped'],
    receive: ['received', 'completed'],
    refund: ['paid', 'shipped', 'refunded'],
  },
  fulfilling: {
    ...none,
    ship: ['fulfilling', 'shipped'],
    receive: ['received', 'completed'],
    refund: ['fulfilling', 'shipped', 'refunded'],
  },
  shipped: { ...none, receive: ['received', 'completed'], refund: ['shipped', 'refunded'] },
  received: { ...none, complete: ['completed'], refund: ['received', 'refunded'] },
  completed: { ...none, refund: ['completed', 'refunded'] },
  cancelled: none,
  refunded: none,
}

/** Whether the table of moves lets this command happen to an order of this status. */
export function canMove(status: OrderStatus, command: OrderCommand): boolean {
  return moves[status][command].length > 0
}

/** What was frozen with an order beside what its member sees. */
export type OrderTerms = Pick<
  OrderPlaced,
  'uplines' | 'earn' | 'growthBps' | 'origin' | 'frozen' | 'memberships' | 'stock' | 'fulfilment' | 'campaign'
> & {
  /** What came since in the place of units of its lines; absent for nothing. */
  readonly replaced?: readonly LineReplaced[] | undefined
}

/** The name of the sales made here; any other origin is an import, whose stock and money were never in this shop. */
export const checkoutOrigin = 'checkout'

/** Which of its parts an order that is paid in two is to be paid next; null for one that is paid at once. */
export function partDue({ status, deposit }: Pick<Order, 'status' | 'deposit'>): 'deposit' | 'balance' | null {
  if (deposit == null) return null
  return status === 'created' ? 'deposit' : 'balance'
}

/** What is to be paid next, after stored value: all of it, the deposit, or the balance. */
export function dueMinor(order: Pick<Order, 'status' | 'payableMinor' | 'storedValueMinor' | 'deposit'>): number {
  const { payableMinor, storedValueMinor = 0, deposit } = order
  const part = partDue(order)
  const depositMinor = deposit?.depositMinor ?? 0
  if (part === 'deposit') return depositMinor
  return payableMinor - storedValueMinor - depositMinor
}

/** What the goods of an order cost, tax included: what earns growth and commission. Shipping earns neither. */
export function goodsMinor({ lines }: Pick<Order, 'lines'>): number {
  return lines.reduce((sum, { line }) => sum + line.payableMinor, 0)
}

/** What was paid for goods and has not come back. */
export function keptMinor(order: Pick<Order, 'lines' | 'refunds'>): number {
  return order.refunds.reduce(
    (kept, { paidMinor, shippingMinor }) => kept - (paidMinor - shippingMinor),
    goodsMinor(order),
  )
}

/**
 * What is kept of the money of each line: that of its units that have not come back. When refunds gave back more or
 * less than the shares of their units, what is kept is allocated over the lines by these, none above what it cost.
 */
export function keptLines(
  lines: readonly OrderLine[],
  keptMinor: number,
): readonly { readonly lineId: string; readonly netMinor: number; readonly quantity: number }[] {
  const shares = lines.map(({ line, refundedCount }) => unitParts(line, refundedCount, line.quantity).paidMinor)
  const isShared = shares.reduce((sum, share) => sum + share, 0) === keptMinor
  const rooms = lines.map(({ line }) => line.payableMinor)
  const nets = isShared ? shares : allocateWithin(keptMinor, shares, rooms)
  return lines.map(({ line, refundedCount }, at) => ({
    ...{ lineId: line.lineId, netMinor: nets[at] as number },
    quantity: line.quantity - refundedCount,
  }))
}

type Memberships = Pick<OrderPlaced, 'memberships'>

/** The lines that are goods: a membership lies on no shelf. */
export function goodsOf(lines: readonly OrderLine[], { memberships }: Memberships): readonly OrderLine[] {
  return lines.filter(({ line }) => !(memberships ?? []).some(({ lineId }) => lineId === line.lineId))
}

/**
 * What of the money that is kept counts as growth: all of it, or, where the fees of memberships do not count, no more
 * than the shares of the goods that were not given back.
 */
export function growthMinor(lines: readonly OrderLine[], keptMinor: number, { memberships }: Memberships): number {
  const fees = (memberships ?? []).filter(({ earnsGrowth = true }) => !earnsGrowth).map(({ lineId }) => lineId)
  if (fees.length === 0) return keptMinor
  const counted = lines.filter(({ line }) => !fees.includes(line.lineId))
  const shares = counted.map(({ line, refundedCount }) => unitParts(line, refundedCount, line.quantity).paidMinor)
  const sharesMinor = shares.reduce((sum, share) => sum + share, 0)
  return Math.min(keptMinor, sharesMinor)
}

/** What an order buys of memberships, line by line. */
export function membershipLines(
  { lines }: Pick<Order, 'lines'>,
  { memberships }: Memberships,
): readonly MembershipLine[] {
  return (memberships ?? []).map(({ lineId, term }) => {
    const quantity = lines.find(({ line }) => line.lineId === lineId)?.line.quantity ?? 0
    return { lineId, term, quantity }
  })
}

/** Every piece of an order, and from where it came. */
export function stockOf(
  order: Pick<Order, 'lines'>,
  terms: Memberships & Pick<OrderPlaced, 'stock'>,
): readonly StockLine[] {
  return terms.stock ?? bySku(goodsOf(order.lines, terms).map(({ line }) => line))
}

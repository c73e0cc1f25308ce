import * as z from 'zod/mini'
import type { BucketTake } from '../inventory/index.ts'
import { AmountMinor, Moment, type Schema } from '../kernel/index.ts'

/** What a paid order waits for before it goes on: `group` until its group buy team is full. */
export type OrderWait = 'group'
export const OrderWait: Schema<OrderWait> = z.enum(['group'])

/** The campaign that set the price of an order, and the bucket its pieces were taken from. */
export type OrderCampaign = BucketTake & {
  readonly kind: 'flash_sale' | 'group_buy' | 'presale'
  readonly id: string
  /** The team of a group buy it has a seat in. */
  readonly teamId?: string | undefined
}

/** What becomes of the deposit of a buyer who lets the time for the balance go by. */
export type Forfeit = 'refund' | 'keep'
export const Forfeit: Schema<Forfeit> = z.enum(['refund', 'keep'])

/** What was agreed of an order that is paid in two parts: deposit 定金 and balance 尾款. Frozen with the order. */
export type DepositTerms = {
  /** What is paid at once. The rest of `payableMinor` is the balance. */
  readonly depositMinor: number
  /** What the deposit counts for of the price, 定金膨胀; the price of the order is lower by the difference. */
  readonly depositWorthMinor: number
  /** The balance is paid from this moment on, */
  readonly balanceFrom: number
  /** and before this one, or the order is closed. */
  readonly balanceUntil: number
  readonly forfeit: Forfeit
  /** From when on the shop sends the goods. */
  readonly shipsFrom: number
}
export const DepositTerms: Schema<DepositTerms> = z.object({
  depositMinor: AmountMinor,
  depositWorthMinor: AmountMinor,
  balanceFrom: Moment,
  balanceUntil: Moment,
  forfeit: Forfeit,
  shipsFrom: Moment,
})

/** What became of the deposit of an order that was closed before its balance was paid. */
export type DepositEnd = 'returned' | 'kept'
export const DepositEnd: Schema<DepositEnd> = z.enum(['returned', 'kept'])

/** The deposit of an order is paid: its goods stay set aside until the balance is, or its time is over. */
export type OrderDeposited = {
  readonly type: 'order_deposited'
  readonly orderId: string
  readonly memberId: string
  readonly paidAt: number
  /** Until when the balance is to be paid. */
  readonly paymentDueAt: number
}

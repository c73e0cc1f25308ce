import * as z from 'zod/mini'
import {
  AmountMinor,
  Count,
  Id,
  MAX_AMOUNT,
  Moment,
  Quantity,
  type Schema,
  type Shape,
  Words,
} from '../kernel/index.ts'
import { Forfeit } from '../orders/index.ts'

const Deposit: Schema<number> = z.int().check(z.gte(1), z.lte(MAX_AMOUNT))

/** A presale 预售: a SKU that is ordered with a deposit 定金 before it is there; the balance 尾款 is paid later. */
export type Presale = {
  readonly id: string
  readonly name: Words
  readonly skuId: string
  /** For one piece, at most its list price. */
  readonly priceMinor: number
  /** What is paid at once for one piece. */
  readonly depositMinor: number
  /** What that counts for of the price, at least as much: 定金膨胀. What is above lowers the balance. */
  readonly depositWorthMinor: number
  /** Orders are taken from this moment on, */
  readonly startsAt: number
  /** and before this one. */
  readonly endsAt: number
  /** Balances are paid from this moment on, not before orders end, */
  readonly balanceFrom: number
  /** and before this one. */
  readonly balanceUntil: number
  /** From when on goods are sent. */
  readonly shipsFrom: number
  /** The most pieces of all members together, those that came back aside. */
  readonly bucketCount: number
  /** The most pieces of one member. */
  readonly perMemberCount: number
  /** Whether the deposit of who does not pay the balance in time goes back. */
  readonly forfeit: Forfeit
}
export const presaleShape: Shape<Presale> = {
  ...{ id: Id, name: Words, skuId: Id, priceMinor: AmountMinor, depositMinor: Deposit, depositWorthMinor: AmountMinor },
  ...{ startsAt: Moment, endsAt: Moment, balanceFrom: Moment, balanceUntil: Moment, shipsFrom: Moment },
  ...{ bucketCount: Quantity, perMemberCount: Quantity, forfeit: Forfeit },
}
export const Presale: Schema<Presale> = z.object(presaleShape)

/** Whether a shopper can order a piece now, or the first thing in the way. `paused`: the shop sells it for less. */
export type PresaleState = 'open' | 'not_started' | 'ended' | 'paused' | 'limit_reached' | 'sold_out'
export const PresaleState: Schema<PresaleState> = z.enum([
  ...(['open', 'not_started', 'ended', 'paused', 'limit_reached', 'sold_out'] as const),
])

/** A presale as shoppers see it. */
export type PresaleOffer = Presale & {
  readonly productId: string
  readonly title: Words
  readonly skuTitle: Words
  readonly imageUrl: string | null
  readonly listMinor: number
  /** What is left of the bucket and of the stock. */
  readonly leftCount: number
  /** Pieces the reader has. */
  readonly memberCount: number
  readonly state: PresaleState
}
export const PresaleOffer: Schema<PresaleOffer> = z.object({
  ...presaleShape,
  ...{ productId: Id, title: Words, skuTitle: Words, imageUrl: z.nullable(z.string()), listMinor: AmountMinor },
  ...{ leftCount: Count, memberCount: Count, state: PresaleState },
})

/** What a shopper was shown of a presale before ordering, and agrees to. */
export type PresaleTerms = Pick<Presale, 'depositMinor' | 'forfeit' | 'balanceFrom' | 'balanceUntil'>
export const PresaleTerms: Schema<PresaleTerms> = z.object({
  depositMinor: Deposit,
  forfeit: Forfeit,
  balanceFrom: Moment,
  balanceUntil: Moment,
})

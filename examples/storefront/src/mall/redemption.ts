import { isSiyuError } from '@siyu/core/kernel'
import type { Order } from '@siyu/core/orders'
import type { MallOffer } from '@siyu/core/points'
import { useRedeemItem, useSiyu } from '@siyu/react'
import { useRef } from 'react'

/** A redemption that can be tried again without becoming a second order. */
export type Redemption = {
  /** Resolves when it was tried; what went wrong is in `error`. */
  readonly redeem: (quantity: number) => Promise<void>
  readonly error: unknown
  readonly isPending: boolean
}

/** Turns points into an order of one item, under an id that is kept until an order stands under it. */
export function useRedemption(offer: MallOffer, onOrdered: (order: Order) => void): Redemption {
  const siyu = useSiyu()
  const { mutateAsync, error, isPending } = useRedeemItem()
  const orderId = useRef<string | null>(null)
  const redeem = async (quantity: number): Promise<void> => {
    orderId.current ??= siyu.newId('ord')
    const id = orderId.current
    try {
      const expectedPointsCount = offer.pointsCount * quantity
      const expectedPayableMinor = offer.cashMinor * quantity
      const sums = { expectedPointsCount, expectedPayableMinor }
      onOrdered(await mutateAsync({ orderId: id, itemId: offer.id, quantity, ...sums }))
    } catch (failure) {
      // Its id was made here: that it exists means an earlier try got through, whose answer was lost.
      if (isSiyuError(failure, 'order_exists')) onOrdered(await siyu.orders.get({ orderId: id }))
    }
  }
  return { redeem, error, isPending }
}

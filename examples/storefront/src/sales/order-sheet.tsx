import { isSiyuError } from '@siyu/core/kernel'
import type { Order } from '@siyu/core/orders'
import { useCheckout, useSiyu } from '@siyu/react'
import { type ReactElement, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { PaymentSheet } from '../checkout/payment-sheet.tsx'
import { useWords } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Sheet } from '../pieces/sheet.tsx'
import { Problem } from '../pieces/states.tsx'

/** What is about to be ordered at the price of a campaign. */
export type Wish = {
  readonly name: string
  readonly priceMinor: number
  readonly listMinor: number
  /** Places the order; under the same id again, it is the same order. */
  readonly place: (orderId: string, expectedPayableMinor: number) => Promise<Order>
  /** What the buyer agrees to besides. */
  readonly terms?: ReactElement | undefined
  /** Where to go once it is paid. */
  readonly paidPath?: string | undefined
}

export type OrderSheetProps = { readonly wish: Wish | null; readonly onClose: () => void }

/** Asks once more, places the order, and pays it. */
export function OrderSheet({ wish, onClose }: OrderSheetProps): ReactElement {
  const { sales } = useWords()
  const navigate = useNavigate()
  const checkout = useCheckout()
  const next = useRef<string | undefined>(undefined)
  return (
    <>
      <Sheet isOpen={wish !== null} title={sales.confirm} onClose={onClose} testId="sale-sheet">
        {wish !== null && (
          <Confirm
            wish={wish}
            onOrdered={(order) => {
              next.current = wish.paidPath
              onClose()
              void checkout.payOrder(order)
            }}
          />
        )}
      </Sheet>
      <PaymentSheet
        checkout={checkout}
        onPaid={({ id }) => void navigate(next.current ?? `/paid/${id}`, { replace: next.current === undefined })}
        onLeave={({ id }) => void navigate(`/orders/${id}`)}
      />
    </>
  )
}

type ConfirmProps = { readonly wish: Wish; readonly onOrdered: (order: Order) => void }

function Confirm({ wish, onOrdered }: ConfirmProps): ReactElement {
  const { sales } = useWords()
  const siyu = useSiyu()
  const orderId = useRef<string | null>(null)
  const [payableMinor, setPayableMinor] = useState(wish.priceMinor)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const order = async (): Promise<void> => {
    orderId.current ??= siyu.newId('ord')
    setBusy(true)
    setError(null)
    try {
      onOrdered(await wish.place(orderId.current, payableMinor))
    } catch (failure) {
      const price = priceOf(failure)
      // Its id was made here: that it exists means an earlier try got through, whose answer was lost.
      if (isSiyuError(failure, 'order_exists')) onOrdered(await siyu.orders.get({ orderId: orderId.current }))
      else if (price !== undefined) setPayableMinor(price)
      else setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <p className="offer__name">{wish.name}</p>
      <p>
        <Price minor={payableMinor} listMinor={wish.listMinor} size="large" testId="sale-sum" />
        {payableMinor !== wish.priceMinor && <small className="quiet">{sales.withShipping}</small>}
      </p>
      {wish.terms}
      <Problem error={error} />
      <button
        type="button"
        className="button button--buy button--wide"
        data-testid="sale-confirm"
        disabled={isBusy}
        onClick={() => void order()}
      >
        {isBusy ? sales.busy : sales.order}
      </button>
    </>
  )
}

/** The price of this moment, shipping included, when another was expected. */
function priceOf(failure: unknown): number | undefined {
  if (!isSiyuError(failure, 'price_changed')) return undefined
  const { payableMinor: price } = (failure.detail ?? {}) as { readonly payableMinor?: unknown }
  return typeof price === 'number' ? price : undefined
}

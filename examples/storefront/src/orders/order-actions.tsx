import { canReceive, type Order } from '@siyu/core/orders'
import { useCancelOrder, useCheckout, useReceiveOrder } from '@siyu/react'
import type { ReactElement } from 'react'
import { useNavigate } from 'react-router'
import { PaymentSheet } from '../checkout/payment-sheet.tsx'
import { useWords } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'
import { useToast } from '../pieces/toast.tsx'

/** What the member can do with an order as it stands. */
export function OrderActions({ order }: { readonly order: Order }): ReactElement | null {
  if (order.status === 'created') return <Unpaid order={order} />
  return canReceive(order) ? <Receive order={order} /> : null
}

function Unpaid({ order }: { readonly order: Order }): ReactElement {
  const { orders } = useWords()
  const checkout = useCheckout()
  const cancel = useCancelOrder()
  const navigate = useNavigate()
  return (
    <>
      <div className="order-top__act">
        <button
          type="button"
          className="button button--quiet"
          data-testid="cancel-order"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate({ orderId: order.id })}
        >
          {orders.cancel}
        </button>
        <button
          type="button"
          className="button button--buy"
          data-testid="pay-order"
          disabled={checkout.step === 'submitting'}
          onClick={() => void checkout.payOrder(order)}
        >
          {orders.pay}
        </button>
      </div>
      <Problem error={cancel.error} />
      <PaymentSheet
        checkout={checkout}
        onPaid={({ id }) => void navigate(`/paid/${id}`, { replace: true })}
        onLeave={checkout.reset}
      />
    </>
  )
}

function Receive({ order }: { readonly order: Order }): ReactElement {
  const { orders } = useWords()
  const receive = useReceiveOrder()
  const toast = useToast()
  return (
    <>
      <p>{orders.onItsWay}</p>
      <div className="order-top__act">
        <button
          type="button"
          className="button button--leaf"
          data-testid="confirm-receipt"
          disabled={receive.isPending}
          onClick={() => receive.mutate({ orderId: order.id }, { onSuccess: () => toast(orders.receivedToast) })}
        >
          {orders.confirm}
        </button>
      </div>
      <Problem error={receive.error} />
    </>
  )
}

import { canReceive, type Order } from '@siyu/core/orders'
import { useCancelOrder, useCheckout, useCountdown, useReceiveOrder } from '@siyu/react'
import type { ReactElement } from 'react'
import { useNavigate } from 'react-router'
import { PaymentSheet } from '../checkout/payment-sheet.tsx'
import { useMoment, useWords } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'
import { useToast } from '../pieces/toast.tsx'

/** What the member can do with an order as it stands. */
export function OrderActions({ order }: { readonly order: Order }): ReactElement | null {
  if (order.status === 'created' || order.status === 'deposited') return <Unpaid order={order} />
  return canReceive(order) ? <Receive order={order} /> : null
}

function Unpaid({ order }: { readonly order: Order }): ReactElement {
  const { sales } = useWords()
  const moment = useMoment()
  const checkout = useCheckout()
  const cancel = useCancelOrder()
  const navigate = useNavigate()
  const { isDone } = useCountdown(balanceFromOf(order))
  const isKept = order.status === 'deposited' && order.deposit?.forfeit === 'keep'
  return (
    <>
      {!isDone && <p data-testid="balance-opens">{sales.presale.opensAt(moment(balanceFromOf(order)))}</p>}
      {isKept && <p className="quiet">{sales.presale.keepHint}</p>}
      <div className="order-top__act">
        {!isKept && <CancelButton isBusy={cancel.isPending} onPress={() => cancel.mutate({ orderId: order.id })} />}
        <button
          type="button"
          className="button button--buy"
          data-testid="pay-order"
          disabled={checkout.step === 'submitting' || !isDone}
          onClick={() => void checkout.payOrder(order)}
        >
          <PayWord order={order} />
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

/** From when on an order can be paid as it stands: at once, but for a balance. */
function balanceFromOf({ status, deposit }: Order): number {
  return status === 'deposited' ? (deposit?.balanceFrom ?? 0) : 0
}

function PayWord({ order }: { readonly order: Order }): ReactElement {
  const { orders, sales } = useWords()
  if (order.deposit == null) return <>{orders.pay}</>
  return <>{order.status === 'created' ? sales.presale.states.open : sales.presale.payBalance}</>
}

function CancelButton(props: { readonly isBusy: boolean; readonly onPress: () => void }): ReactElement {
  const { orders } = useWords()
  return (
    <button
      type="button"
      className="button button--quiet"
      data-testid="cancel-order"
      disabled={props.isBusy}
      onClick={props.onPress}
    >
      {orders.cancel}
    </button>
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

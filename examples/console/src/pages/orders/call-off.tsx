import type { Order } from '@siyu/core/orders'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { WriteError } from '../../ui/states.tsx'
import { orderWords } from './words.ts'

/** Calls an order off that is not paid whole; a deposit goes back. */
export function CallOff({ order }: { readonly order: Order }): ReactElement {
  const say = useSay(orderWords)
  const { mutations } = useAdmin()
  const callOff = useMutation(mutations.orders.callOff())
  return (
    <div className="stack">
      <button
        type="button"
        className="button"
        data-testid="call-off"
        disabled={callOff.isPending}
        onClick={() => callOff.mutate({ orderId: order.id })}
      >
        {say(order.status === 'deposited' ? 'callOffDeposit' : 'callOff')}
      </button>
      <WriteError error={callOff.error} />
    </div>
  )
}

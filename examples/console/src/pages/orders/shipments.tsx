import { canMove, type Order, unsentCount } from '@siyu/core/orders'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { UnitsLine } from './units-line.tsx'
import { orderWords } from './words.ts'

/** What of an order is on its way, from where the rest comes, and the way to send more. */
export function Shipments({ order }: { readonly order: Order }): ReactElement {
  const say = useSay(orderWords)
  const { dateTime } = useFormat()
  const [isSending, setIsSending] = useState(false)
  const isShippable = canMove(order.status, 'ship') && order.lines.some((line) => unsentCount(line) > 0)
  return (
    <section>
      <h3>{say('shipments')}</h3>
      {order.parcels.map(({ locationId, lines }) => (
        <p key={locationId} className="quiet-text">
          {say('parcel', {
            location: locationId,
            goods: lines.map(({ skuId, quantity }) => `${skuId} × ${quantity}`).join(', '),
          })}
        </p>
      ))}
      {order.shipments.map(({ id, carrier, trackingNumber, at }) => (
        <p key={id} data-testid="shipment">
          {carrier} <code>{trackingNumber}</code> <span className="quiet-text">{dateTime(at)}</span>
        </p>
      ))}
      {isSending && isShippable && <ShipForm order={order} onClose={() => setIsSending(false)} />}
      {!isSending && isShippable && (
        <button type="button" className="button" data-testid="ship-open" onClick={() => setIsSending(true)}>
          {say('shipOpen')}
        </button>
      )}
      {canMove(order.status, 'complete') && <Complete orderId={order.id} />}
    </section>
  )
}

function Complete({ orderId }: { readonly orderId: string }): ReactElement {
  const say = useSay(orderWords)
  const { mutations, refresh } = useAdmin()
  const complete = useMutation({ ...mutations.orders.complete(), onSuccess: () => void refresh() })
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="order-complete"
        disabled={complete.isPending}
        onClick={() => complete.mutate({ orderId })}
      >
        {say('complete')}
      </button>
      <WriteError error={complete.error} />
    </>
  )
}

type ShipFormProps = { readonly order: Order; readonly onClose: () => void }

/** Some units of some lines, with their number; all that is left unless fewer are asked for. */
function ShipForm({ order, onClose }: ShipFormProps): ReactElement {
  const say = useSay(orderWords)
  const common = useSay(commonWords)
  const { client, mutations, refresh } = useAdmin()
  const [shipmentId] = useState(() => client.newId('shp'))
  const [quantities, setQuantities] = useState<Readonly<Record<string, number>>>({})
  const [sent, setSent] = useState({ carrier: '', trackingNumber: '' })
  const ship = useMutation({
    ...mutations.orders.ship(),
    onSuccess: () => {
      void refresh()
      onClose()
    },
  })
  const lines = order.lines.flatMap((line) => {
    const { lineId } = line.line
    const quantity = quantities[lineId] ?? unsentCount(line)
    return quantity > 0 ? [{ lineId, quantity }] : []
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    ship.mutate({ orderId: order.id, shipmentId, lines, ...sent })
  }
  return (
    <form className="panel" onSubmit={submit} data-testid="ship-form">
      {order.lines
        .filter((line) => unsentCount(line) > 0)
        .map((line) => (
          <UnitsLine
            key={line.line.lineId}
            line={line}
            quantity={quantities[line.line.lineId] ?? unsentCount(line)}
            mostCount={unsentCount(line)}
            note={say('shipLeft', { count: unsentCount(line) })}
            label={(title) => say('shipQuantity', { title })}
            testId="ship-quantity"
            onChange={(quantity) => setQuantities({ ...quantities, [line.line.lineId]: quantity })}
          />
        ))}
      {(['carrier', 'trackingNumber'] as const).map((name) => (
        <Field key={name} label={say(name)}>
          <input
            required
            maxLength={40}
            value={sent[name]}
            data-testid={`ship-${name}`}
            onChange={(event) => setSent({ ...sent, [name]: event.target.value.trim() })}
          />
        </Field>
      ))}
      <WriteError error={ship.error} />
      <div className="form-actions">
        <button
          type="submit"
          className="button primary"
          data-testid="ship-confirm"
          disabled={lines.length === 0 || ship.isPending}
        >
          {say('shipConfirm')}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {common('cancel')}
        </button>
      </div>
    </form>
  )
}

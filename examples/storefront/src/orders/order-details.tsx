import { canMove, type Invoice, type Order } from '@siyu/core/orders'
import { useOrderDetails, useRequestInvoice } from '@siyu/react'
import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'

/** Where an order goes to, what the member wrote, and its invoice. */
export function Details({ order }: { readonly order: Order }): ReactElement | null {
  const { orders } = useWords()
  const { data } = useOrderDetails(order.id)
  if (data === undefined) return null
  const { address, notes, invoice } = data
  const wish = notes.find(({ words }) => words !== null)?.words
  const mayAsk = invoice === null && canMove(order.status, 'refund')
  if (address === null && wish == null && invoice === null && !mayAsk) return null
  return (
    <section className="panel explained" data-testid="order-details">
      <dl>
        {address !== null && (
          <Row name={orders.deliveredTo} testId="order-address">
            {`${address.name} ${address.phone} ${address.area} ${address.detail}`}
          </Row>
        )}
        {wish != null && (
          <Row name={orders.wish} testId="order-wish">
            {wish}
          </Row>
        )}
        {invoice !== null && (
          <Row name={orders.invoice} testId="order-invoice">
            <InvoiceState invoice={invoice} />
          </Row>
        )}
      </dl>
      {mayAsk && <InvoiceForm orderId={order.id} />}
    </section>
  )
}

type RowProps = { readonly name: string; readonly testId: string; readonly children: ReactNode }

function Row({ name, testId, children }: RowProps): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={testId}>{children}</dd>
    </div>
  )
}

function InvoiceState({ invoice }: { readonly invoice: Invoice }): ReactElement {
  const { orders } = useWords()
  const { status, title, number, url } = invoice
  return (
    <>
      {[orders.invoiceStatuses[status], title, number].filter(Boolean).join(' · ')}
      {url !== null && (
        <a href={url} target="_blank" rel="noreferrer">
          {orders.openInvoice}
        </a>
      )}
    </>
  )
}

function InvoiceForm({ orderId }: { readonly orderId: string }): ReactElement {
  const { orders } = useWords()
  const ask = useRequestInvoice()
  const [isOpen, setIsOpen] = useState(false)
  const [party, setParty] = useState({ title: '', taxNumber: '', email: '' })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    ask.mutate({ orderId, kind: party.taxNumber === '' ? 'personal' : 'company', ...party })
  }
  if (!isOpen) {
    return (
      <button type="button" className="button button--quiet" data-testid="ask-invoice" onClick={() => setIsOpen(true)}>
        {orders.askInvoice}
      </button>
    )
  }
  const fields = [
    ['title', orders.invoiceTitle, 'text'],
    ['taxNumber', orders.invoiceTaxNumber, 'text'],
    ['email', orders.invoiceEmail, 'email'],
  ] as const
  return (
    <form onSubmit={submit} data-testid="invoice-form">
      {fields.map(([name, label, type]) => (
        <label key={name} className="wishes__row">
          {label}
          <input
            type={type}
            data-testid={`invoice-${name}`}
            required={name !== 'taxNumber'}
            pattern={name === 'taxNumber' ? '[0-9A-Z]{15,20}' : undefined}
            value={party[name]}
            onChange={(event) => setParty({ ...party, [name]: event.target.value })}
          />
        </label>
      ))}
      <button type="submit" className="button button--leaf" data-testid="invoice-send" disabled={ask.isPending}>
        {orders.askInvoice}
      </button>
      <Problem error={ask.error} />
    </form>
  )
}

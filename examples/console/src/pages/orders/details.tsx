import type { Invoice, OrderDetails } from '@siyu/core/orders'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { orderWords } from './words.ts'

/** What there is to know about an order that is about a person: its address, notes and invoice. */
export function Details({ orderId }: { readonly orderId: string }): ReactElement | null {
  const say = useSay(orderWords)
  const { queries } = useAdmin()
  const { data } = useQuery(queries.orders.detailsOf(orderId))
  if (data === undefined) return null
  const { address, invoice } = data
  return (
    <section>
      {address !== null && (
        <>
          <h3>{say('address')}</h3>
          <p data-testid="order-address">
            {[address.name, address.phone, address.area, address.detail, address.postcode].join(' ')}
          </p>
        </>
      )}
      {invoice !== null && <InvoicePart orderId={orderId} invoice={invoice} />}
      <Notes orderId={orderId} notes={data.notes} />
    </section>
  )
}

type NotesProps = { readonly orderId: string; readonly notes: OrderDetails['notes'] }

function Notes({ orderId, notes }: NotesProps): ReactElement {
  const say = useSay(orderWords)
  const { dateTime } = useFormat()
  const { mutations, refresh } = useAdmin()
  const [words, setWords] = useState('')
  const note = useMutation({
    ...mutations.orders.note(),
    onSuccess: () => {
      setWords('')
      void refresh()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    note.mutate({ orderId, words })
  }
  return (
    <>
      <h3>{say('notes')}</h3>
      {notes.map(({ id, by, words: said, at }) => (
        <p key={id} data-testid="order-note">
          {said ?? say('erased')}{' '}
          <span className="quiet-text">
            {say(by === 'member' ? 'byMember' : 'byOperator')} · {dateTime(at)}
          </span>
        </p>
      ))}
      <form onSubmit={submit}>
        <Field label={say('noteAdd')}>
          <input
            required
            maxLength={500}
            value={words}
            data-testid="note-words"
            onChange={(event) => setWords(event.target.value)}
          />
        </Field>
        <button type="submit" className="button" data-testid="note-save" disabled={note.isPending}>
          {say('noteSave')}
        </button>
        <WriteError error={note.error} />
      </form>
    </>
  )
}

type InvoicePartProps = { readonly orderId: string; readonly invoice: Invoice }

function InvoicePart({ orderId, invoice }: InvoicePartProps): ReactElement {
  const say = useSay(orderWords)
  const { mutations, refresh } = useAdmin()
  const [number, setNumber] = useState('')
  const [url, setUrl] = useState('')
  const issue = useMutation({ ...mutations.orders.issueInvoice(), onSuccess: () => void refresh() })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    issue.mutate({ orderId, number, url: url === '' ? null : url })
  }
  const { title, taxNumber, email, status } = invoice
  return (
    <>
      <h3>{say('invoice')}</h3>
      <p data-testid="order-invoice">
        <span className="tag">{say(`invoice_${status}`)}</span>{' '}
        {title === null ? say('erased') : [title, taxNumber, email, invoice.number].filter(Boolean).join(' · ')}
      </p>
      {status === 'requested' && title !== null && (
        <form onSubmit={submit}>
          <Field label={say('invoiceNumber')}>
            <input
              required
              pattern="[0-9A-Za-z\-]{4,40}"
              value={number}
              data-testid="invoice-number"
              onChange={(event) => setNumber(event.target.value)}
            />
          </Field>
          <Field label={say('invoiceUrl')}>
            <input type="url" value={url} data-testid="invoice-url" onChange={(event) => setUrl(event.target.value)} />
          </Field>
          <button type="submit" className="button" data-testid="invoice-issue" disabled={issue.isPending}>
            {say('invoiceIssue')}
          </button>
          <WriteError error={issue.error} />
        </form>
      )}
    </>
  )
}

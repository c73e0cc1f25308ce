import type { Address } from '@siyu/core/carts'
import { refuse } from '@siyu/core/kernel'
import {
  annotate,
  askInvoice,
  getDetailsOfOrder,
  getOrderDetails,
  type InvoiceRequest,
  issue,
  issueInvoice,
  noteOrder,
  type OrderDetails,
  requestInvoice,
  setAddress,
  setOrderAddress,
} from '@siyu/core/orders'
import { type Expression, sql } from 'kysely'
import { loadAddresses } from '../carts/index.ts'
import { noteWrites } from '../compliance/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { type Load, one } from '../kernel/read.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { loadOrder, loadOwnOrder, memberOfOrder } from './store.ts'
import { type OrderTables, orderSpecs } from './tables.ts'

const writer = writerOf<OrderTables>(orderSpecs)

/** What is known beside an order of a member; undefined when there is no such order. */
export function loadDetails(
  { brandId }: Call,
  memberId: string | Expression<string>,
  orderId: string,
): Load<OrderDetails | undefined> {
  const of = (table: string) => sql`from ${sql.id(table)} x
    where x.brand_id = o.brand_id and x.member_id = o.member_id and x.order_id = o.id`
  return one(sql<OrderDetails>`select
      (select json_build_object('id', x.address_id, 'name', x.name, 'phone', x.phone, 'region', x.region,
        'area', x.area, 'detail', x.detail, 'postcode', x.postcode) ${of('order_addresses')}) as address,
      (select coalesce(json_agg(json_build_object('id', x.id, 'by', x.by, 'at', x.at, 'words', (
          select n.words from personal_notes n where n.brand_id = x.brand_id and n.owner_id = x.member_id
            and n.id = x.id)) order by x.at, x.id), '[]'::json) ${of('order_notes')}) as notes,
      (select json_build_object('kind', i.kind, 'status', i.status, 'requestedAt', i.requested_at,
          'issuedAt', i.issued_at, 'title', p.title, 'taxNumber', p.tax_number, 'email', p.email,
          'number', p.number, 'url', p.url)
        from order_invoices i left join order_invoice_parties p using (brand_id, member_id, order_id)
        where i.brand_id = o.brand_id and i.member_id = o.member_id and i.order_id = o.id) as invoice
    from orders o where o.brand_id = ${brandId} and o.member_id = ${memberId} and o.id = ${orderId}`)
}

const ownFacts = (call: Call, orderId: string) => ({
  order: loadOwnOrder(call, memberOf(call), orderId),
  details: loadDetails(call, memberOf(call), orderId),
})
const anyFacts = (call: Call, orderId: string) => ({
  order: loadOrder(call, orderId),
  details: loadDetails(call, memberOfOrder(call, orderId), orderId),
})

const memberRoutes: readonly Route[] = [
  query(getOrderDetails, {
    load: (call, { orderId }) => ({ details: loadDetails(call, memberOf(call), orderId) }),
    reply: ({ details }) => {
      if (details === undefined) return refuse('order_missing')
      return answer({ ...details, notes: details.notes.filter(({ by }) => by === 'member') })
    },
  }),
  command(setOrderAddress, {
    load: (call, { orderId }) => ({ ...ownFacts(call, orderId), book: loadAddresses(call) }),
    decide: ({ order, details, book }, { addressId }) => {
      const chargedRegion = order?.frozen?.place.region ?? null
      return setAddress({ order, details, address: book.find(({ id }) => id === addressId), chargedRegion })
    },
    personal: (events, { details, book }, { orderId, addressId }, call) => {
      const address = book.find(({ id }) => id === addressId)
      const isFirst = details?.address === null
      return events.length === 0 || address === undefined ? [] : [addressWrite(call, orderId, address, isFirst)]
    },
    reply: (_events, _facts, { orderId }) => ({ orderId }),
  }),
  command(requestInvoice, {
    load: (call, { orderId }) => ownFacts(call, orderId),
    decide: (facts, { kind }) => askInvoice({ ...facts, kind }),
    personal: ([event], { details }, { orderId, ...request }, call) => {
      if (event === undefined) return []
      const isFirst = details?.invoice?.title == null
      return [partyWrite(call, orderId, request, isFirst)]
    },
    reply: (_events, _facts, { orderId }) => ({ orderId }),
  }),
]

const operatorRoutes: readonly Route[] = [
  query(getDetailsOfOrder, {
    load: (call, { orderId }) => ({ details: loadDetails(call, memberOfOrder(call, orderId), orderId) }),
    reply: ({ details }) => (details === undefined ? refuse('order_missing') : answer(details)),
  }),
  command(noteOrder, {
    load: (call, { orderId }) => anyFacts(call, orderId),
    decide: (facts, _input, { newId }) => annotate({ ...facts, noteId: newId('note') }),
    personal: (events, { order }, { words }, call) =>
      noteWrites(call, events, { ownerId: order?.memberId ?? '', id: events[0]?.noteId, kind: 'order_note', words }),
    reply: (_events, _facts, { orderId }) => ({ orderId }),
  }),
  command(issueInvoice, {
    load: (call, { orderId }) => anyFacts(call, orderId),
    decide: (facts) => issue(facts),
    personal: ([event], _facts, { orderId, number, url }, { brandId }) =>
      event === undefined
        ? []
        : [writer.change('orderInvoiceParties', { brandId, memberId: event.memberId, orderId }, { number, url })],
    reply: (_events, _facts, { orderId }) => ({ orderId }),
  }),
]

/** What stands beside orders: addresses, notes, invoices. */
export const detailRoutes: readonly Route[] = [...memberRoutes, ...operatorRoutes]

/** Where an order goes to, outside the journal, so that it can be erased. */
export function addressWrite(
  call: Call,
  orderId: string,
  { id: addressId, ...address }: Address,
  isFirst: boolean,
): Write {
  const key = { brandId: call.brandId, memberId: memberOf(call), orderId }
  const row = { addressId, ...address }
  return isFirst ? writer.insert('orderAddresses', { ...key, ...row }) : writer.change('orderAddresses', key, row)
}

/** To whom an invoice is made out, likewise. */
export function partyWrite(
  call: Call,
  orderId: string,
  { kind: _, ...party }: InvoiceRequest,
  isFirst: boolean,
): Write {
  const key = { brandId: call.brandId, memberId: memberOf(call), orderId }
  return isFirst
    ? writer.insert('orderInvoiceParties', { ...key, ...party, number: null, url: null })
    : writer.change('orderInvoiceParties', key, party)
}

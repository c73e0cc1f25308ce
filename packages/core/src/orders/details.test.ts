import { expect, it } from 'vitest'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { program } from '../payments/program.fixture.ts'
import { cartOf } from '../payments/world/facts.fixture.ts'
import { saleOf } from '../payments/world/tables.fixture.ts'
import { checkout, openWorld } from '../payments/world.fixture.ts'
import {
  type AskInvoiceFacts,
  annotate,
  askInvoice,
  type DetailFacts,
  Invoice,
  InvoiceRequest,
  issue,
  issueInvoice,
  noteOrder,
  type OrderDetails,
  requestInvoice,
  type SetAddressFacts,
  setAddress,
  setOrderAddress,
} from './index.ts'

const home = { id: 'adr_1', name: '王', phone: '13800000001', region: '4403', area: '深圳', detail: '1', postcode: '' }
const asked: Invoice = {
  ...{ kind: 'personal', status: 'requested', requestedAt: 1, issuedAt: null },
  ...{ title: '王', taxNumber: '', email: 'w@example.com', number: null, url: null },
}
const world = openWorld(program, 10, [], 0)
checkout(world, 'ord_1', cartOf({ tea: 1 }))
const details: OrderDetails = { address: home, notes: [], invoice: null }
const good: DetailFacts = { order: { ...saleOf(world, 'ord_1').order, status: 'paid' }, details }

function withOrder<Facts extends DetailFacts>(facts: Facts, more: object): Facts {
  return { ...facts, order: facts.order && { ...facts.order, ...more } }
}
function withDetails<Facts extends DetailFacts>(facts: Facts, more: Partial<OrderDetails>): Facts {
  return { ...facts, details: facts.details && { ...facts.details, ...more } }
}
const missing = <Facts extends DetailFacts>(facts: Facts): Facts => ({ ...facts, order: undefined })
const shipped = { shipping: { listMinor: 1, payableMinor: 1, taxMinor: 0, reductions: [] } }

it.each([
  [
    'setAddress',
    tryRefusals(setOrderAddress, setAddress, { ...good, address: home, chargedRegion: '44' } as SetAddressFacts, {
      order_missing: (facts) => missing(facts),
      address_fixed: (facts) => withOrder(facts, { status: 'fulfilling' }),
      address_missing: (facts) => ({ ...facts, address: undefined }),
      region_differs: (facts) => withOrder({ ...facts, chargedRegion: '3101' }, shipped),
    }),
  ],
  [
    'annotate',
    tryRefusals(
      noteOrder,
      annotate,
      { ...good, noteId: 'note_1' },
      {
        order_missing: (facts) => missing(facts),
        notes_full: (facts) => {
          const note = { id: 'note_2', by: 'operator', words: 'hm', at: 1 } as const
          return withDetails(facts, { notes: Array.from({ length: 100 }, () => note) })
        },
      },
    ),
  ],
  [
    'askInvoice',
    tryRefusals(requestInvoice, askInvoice, { ...good, kind: 'personal' } as AskInvoiceFacts, {
      order_missing: (facts) => missing(facts),
      order_not_invoiceable: (facts) => withOrder(facts, { status: 'refunded' }),
      invoice_issued: (facts) => withDetails(facts, { invoice: { ...asked, status: 'issued' } }),
    }),
  ],
  [
    'issue',
    tryRefusals(issueInvoice, issue, withDetails(good, { invoice: asked }), {
      order_missing: (facts) => missing(facts),
      invoice_missing: (facts) => withDetails(facts, { invoice: null }),
      invoice_issued: (facts) => withDetails(facts, { invoice: { ...asked, status: 'issued' } }),
    }),
  ],
] as const)('%s refuses in the order of its contract', (_, { alone, together, wanted }) => {
  expect(alone).toEqual(wanted)
  expect(together.slice(0, 1)).toEqual(wanted.slice(0, 1))
})

it('an invoice of a member who was erased names nobody, and is not issued any more', () => {
  expect(issue(withDetails(good, { invoice: { ...asked, title: null } }))).toMatchObject({
    refusal: { code: 'invoice_missing' },
  })
})

it('an address anywhere will do where shipping was charged to none, or nothing', () => {
  const far = { ...home, region: '3101' }
  expect(setAddress({ ...good, address: far, chargedRegion: '44' }).ok).toBe(true)
  expect(setAddress({ ...withOrder(good, shipped), address: far, chargedRegion: null }).ok).toBe(true)
  expect(setAddress({ ...withOrder(good, shipped), address: far, chargedRegion: '44' }).ok).toBe(false)
})

it('a company has a taxpayer number, a person has none', () => {
  const person = { kind: 'personal', title: '王', taxNumber: '', email: 'w@example.com' }
  const company = { ...person, kind: 'company', taxNumber: '91440300708461136T' }
  const isFine = (request: object): boolean => InvoiceRequest.safeParse(request).success
  expect([person, company].map(isFine)).toEqual([true, true])
  expect(
    [
      { ...person, taxNumber: company.taxNumber },
      { ...company, taxNumber: '' },
    ].map(isFine),
  ).toEqual([false, false])
  expect(
    [
      { ...company, taxNumber: '9144' },
      { ...person, email: 'w' },
    ].map(isFine),
  ).toEqual([false, false])
  expect(Invoice.safeParse(asked).success).toBe(true)
})

import { listEndpoints } from '@siyu/core/admin'
import type { DataRequest, MemberExport } from '@siyu/core/compliance'
import type { Schema } from '@siyu/core/kernel'
import { describe, expect, it } from 'vitest'
import type { Database } from '../kernel/database.ts'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { testDatabases } from '../kernel/testing/postgres.ts'
import { buy, claim, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { memberParts } from '../member-parts.ts'
import { testPaymentProvider } from '../payments/index.ts'
import { sweep } from '../sweeps.ts'
import { tableSpecs } from '../tables.ts'

const secret = { secret: true }
const MINUTE_MS = 60_000
const PHONE = '13987654321'
const EMAIL = 'zhang.sanfeng@wudang.example'
/** No identifier may hold a space or such letters, so whatever takes this is free text. */
const planted = (what: string): string => `张三丰 at ${what}`

/** What the scan looks for: the planted words and both addresses, however they were written down. */
const TRACES = ['张三丰', '\\u5f20', PHONE, EMAIL, '1970-11-23']

/** Every row of every table that holds one of the traces. */
async function tracesIn(database: Database, skip: readonly string[] = []): Promise<readonly string[]> {
  const tables = await database.execute<{ name: string }>({
    text: `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    values: [],
  })
  const found: string[] = []
  for (const { name } of tables) {
    if (skip.includes(name)) continue
    const rows = await database.execute<{ row: string }>({ text: `select t::text as row from ${name} t`, values: [] })
    for (const { row } of rows) {
      for (const trace of TRACES) if (row.includes(trace)) found.push(`${name}: ${row.slice(0, 200)}`)
    }
  }
  return found
}

/** Free text that is a person's or about one: typed into each of these, it must stand in personal tables alone. */
const PERSONAL = [
  'aftersales.open.words',
  'aftersales.reject.reason',
  'carts.saveAddress.area',
  'carts.saveAddress.detail',
  'carts.saveAddress.name',
  'carts.saveAddress.region',
  'carts.setNote.note',
  'compliance.answer.answer',
  'compliance.openRequest.note',
  'compliance.requestData.note',
  'coupons.void.reason',
  'coupons.voidBatch.reason',
  'inventory.adjust.reason',
  'inventory.transfer.reason',
  'kolshops.apply.name',
  'kolshops.apply.story',
  'kolshops.edit.name',
  'kolshops.edit.story',
  'kolshops.move.reason',
  'members.import.externalId',
  'members.import.name',
  'members.mintSession.externalId',
  'members.mintSession.name',
  'members.requestCode.address',
  'members.signIn.address',
  'members.signIn.name',
  'members.updateProfile.name',
  'orders.checkout.invoice',
  'orders.checkout.note',
  'orders.note.words',
  'orders.refund.reason',
  'orders.requestInvoice.email',
  'orders.requestInvoice.title',
  'payments.create.payer',
  'payments.review.reason',
  'points.adjust.reason',
  'points.freeze.reason',
  'points.unfreeze.reason',
  'referrals.approve.taxNote',
  'referrals.assign.reason',
  'referrals.reject.reason',
  'referrals.withdraw.account',
  'referrals.withdraw.name',
  'risk.appeal.words',
  'risk.decide.answer',
  'risk.decide.note',
  'storedValue.grant.reason',
  'tiers.adjust.reason',
  'tiers.set.reason',
]
/** Free text that the brand says of its goods, rules and itself, or that is only compared: it may stand anywhere. */
const OF_THE_BRAND = [
  // Compared with what is kept as a hash or read as a place in a list; never written.
  ...['brands.signInOperator.login', 'brands.signInOperator.password', 'members.refresh.refreshToken'],
  ...['coupons.accept.giftCode', 'coupons.redeemCode.code', 'referrals.bind.code', 'members.signIn.referralCode'],
  // Lines of a provider's books, which are compared and not kept.
  'payments.reconcile.statement',
  // Of a file of parcels only orders, carriers and numbers are read; other columns are passed over and not kept.
  'orders.importShipments.csv',
  ...['members.mintSession.referralCode', 'insights.funnel.', 'insights.retention.'],
  // Labels of a member are words of the brand's own list, said in the contract to be none of the person's.
  'members.label.tags',
  // The shopper's region and channel are codes and words of the shop's rules.
  ...[
    'carts.setOptions.',
    'catalog.',
    'pricing.',
    'promotions.',
    'shipping.',
    'taxes.',
    'tiers.configure.',
    'points.configure.',
  ],
  // Where goods are sent back to: an address of the shop.
  'aftersales.saveSettings.',
  ...['points.joinHousehold.code', 'points.saveItem.', 'inventory.saveLocation.'],
  ...['coupons.saveTemplate.', 'coupons.codes.', 'orders.checkout.place', 'orders.import.origin'],
  'compliance.savePolicy.',
  // Names of campaigns, and the place of an order as a checkout has it.
  ...['flashsales.', 'presales.', 'groupbuys.', 'campaigns.'],
  'inventory.saveLocation.name',
  // Who acknowledged the second level, which the brand must be able to show.
  ...['referrals.configure.', 'referrals.saveRule.'],
  // What the brand calls its links; codes and what they lead to are ids.
  ...['referrals.createLink.label', 'referrals.land.code'],
  ...['referrals.closeLink.code', 'referrals.closeOwnLink.code'],
  // Only a hash of it is kept.
  'risk.noteDevice.deviceId',
]

type Def = {
  readonly type: string
  readonly innerType?: Schema<unknown>
  readonly element?: Schema<unknown>
  readonly items?: readonly Schema<unknown>[]
  readonly options?: readonly Schema<unknown>[]
  readonly valueType?: Schema<unknown>
  readonly keyType?: Schema<unknown>
  readonly shape?: Readonly<Record<string, Schema<unknown>>>
  readonly getter?: () => Schema<unknown>
}

/** Whether some text in the schema takes a sentence with a name. */
function takesText(schema: Schema<unknown>, depth = 0): boolean {
  const def = schema._zod.def as unknown as Def
  if (depth > 12) return false
  if (def.type === 'string') return schema.safeParse(planted('x')).success || schema.safeParse(EMAIL).success
  const inner = [def.innerType, def.element, def.valueType, def.keyType, ...(def.items ?? []), ...(def.options ?? [])]
  const all = [...inner, ...Object.values(def.shape ?? {})].filter((each) => each !== undefined)
  return all.some((each) => takesText(each, depth + 1))
}

const freeTexts = listEndpoints().flatMap(({ name, method, input }) => {
  if (method === 'GET') return []
  const shape = (input._zod.def as unknown as Def).shape ?? {}
  return Object.entries(shape).flatMap(([field, schema]) => (takesText(schema) ? [`${name}.${field}`] : []))
})

it('every free text of every endpoint is known to be a person’s or the brand’s', () => {
  const isOfBrand = (field: string) =>
    OF_THE_BRAND.some((known) => field === known || (known.endsWith('.') && field.startsWith(known)))
  expect(freeTexts.filter((field) => !isOfBrand(field)).sort()).toEqual(PERSONAL)
})

/** Columns by which a row is a member's. */
const OWNERS = ['member_id', 'payee_id', 'claimed_by', 'subject_id', 'owner_id', 'referrer_id']
/** The journal says in events what the other tables say in rows; keys of requests hold replies made of them. */
const COPIES = ['events', 'requests']

it('every table with rows of members stands in the document about one, and every personal one is erased', async () => {
  const shop = await openShop()
  const columns = await shop.database.database.execute<{ name: string }>({
    text: `select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = any($1::text[]) order by 1`,
    values: [OWNERS] as never,
  })
  const known = tableSpecs.map(({ name }) => name)
  const wanted = columns.map(({ name }) => name).filter((name) => known.includes(name) && !COPIES.includes(name))
  const listed = memberParts.flatMap(({ lists }) => lists.map(({ table }) => table.name))
  expect(wanted.filter((name) => !listed.includes(name))).toEqual([])
  expect(wanted.length).toBeGreaterThan(20)
  expect(new Set(listed).size).toBe(listed.length)
  // Of operators or of nobody, not of members.
  const others = ['operators', 'api_keys', 'campaign_seeds']
  const personal = tableSpecs.filter(({ kind, name }) => kind === 'personal' && !others.includes(name))
  const erased = memberParts.flatMap(({ erased = [] }) => erased.map(({ table }) => table.name))
  expect(erased.sort()).toEqual(personal.map(({ name }) => name).sort())
  await shop.close()
})

/** Where what people typed may stand. */
const KEPT = [
  ...['order_addresses', 'order_invoice_parties', 'kol_shop_pages'],
  ...['personal_notes', 'addresses', 'member_profiles', 'member_identities', 'sign_in_codes', 'analytics_events'],
]

describe.each(await testDatabases())('on $title', (kind) => {
  const test = it.skipIf(kind.skip !== undefined)

  test('a member goes: nothing personal is left, sums and trade records are, and the journal rebuilds them', async () => {
    const shop = await openShop({ on: kind.kind })
    const { database } = shop.database
    await stockUp(shop, TEA, 100)
    await shop.call('PUT', '/v1/coupon-templates/tpl_one', template('tpl_one', null, START), secret)
    const friend = await shop.signIn('13800000002')
    const member = await live(shop)
    await sendHome(shop, { token: member.accessToken })
    expect((await tracesIn(database)).length).toBeGreaterThan(10)
    expect(await tracesIn(database, KEPT)).toEqual([])
    expect((await rowsOf(shop, 'risk_marks')).length).toBeGreaterThan(0)

    const sums = () =>
      database.execute({
        text: `select (select json_agg(t order by t::text) from (select id, status, payable_minor, refunded_minor
            from orders) t) as orders, (select sum(growth_count) from member_tiers) as growth,
          (select json_agg(t order by t::text) from order_lines t) as lines,
          (select json_agg(t order by t::text) from payments t) as payments,
          (select json_agg(t order by t::text) from ledger_entries t where kind <> 'expire') as entries`,
        values: [],
      })
    const before = await sums()
    const as = { token: member.accessToken }
    const body = { agreesToLosses: true, waivesCommission: false }
    const asked = await shop.call<DataRequest>('POST', '/v1/data-requests/deletion', body, as)
    expect(asked.status).toBe(200)
    await sweep(shop.server, [])
    expect((await shop.call('GET', '/v1/member', undefined, as)).status).toBe(200)

    shop.clock.now += 7 * 24 * 60 * MINUTE_MS
    const last = await again(shop)
    expect(last.joined).toBe(false)
    await sweep(shop.server, [])
    const refresh = { refreshToken: last.refreshToken }
    expect((await shop.call('POST', '/v1/sessions/refresh', refresh)).status).toBe(403)
    shop.clock.now += 15 * MINUTE_MS
    const swept = await Promise.all([sweep(shop.server, []), sweep(shop.server, [])])
    expect(swept.some(({ erasedCount }) => erasedCount > 0)).toBe(true)

    expect(await tracesIn(database)).toEqual([])
    expect(await rowsOf(shop, 'risk_marks')).toEqual([])
    expect(await sums()).toEqual(before)
    expect(await breaches(database)).toEqual([])
    const requests = await rowsOf<{ kind: string; status: string }>(shop, 'data_requests')
    const row = requests.find(({ kind: each }) => each === 'delete')
    expect(requests.filter(({ status }) => status === 'open')).toEqual([])
    expect(row).toMatchObject({ status: 'erased', analytics_erased_at: shop.clock.now, blocked_by: [] })
    const lots = await rowsOf<{ member_id: string; remaining_count: number }>(shop, 'points_lots')
    expect(lots.filter(({ member_id }) => member_id === member.memberId).map((lot) => lot.remaining_count)).toEqual(
      lots.filter(({ member_id }) => member_id === member.memberId).map(() => 0),
    )
    expect((await rowsOf<object>(shop, 'coupons')).at(-1)).toMatchObject({ status: 'void' })

    await shop.server.outbox.drain()
    expect(await rebuilt(database)).toEqual(await stateOf(database))
    const anew = await again(shop)
    expect([anew.joined, anew.memberId === member.memberId]).toEqual([true, false])
    expect((await shop.call('GET', '/v1/orders', undefined, { token: anew.accessToken })).body).toMatchObject({
      items: [],
    })
    const path = `/v1/members/${member.memberId}/data-requests`
    const twice = await shop.call('POST', path, { kind: 'delete', note: 'again' }, secret)
    expect(twice).toMatchObject({ status: 409, body: { error: { code: 'member_erased' } } })
    expect(friend.joined).toBe(true)
    expect(shop.faults).toEqual([])
    await shop.close()
  })
})

async function again(shop: Shop): Promise<SignedIn> {
  return shop.signIn(PHONE)
}

type Done = (method: 'POST' | 'PUT', path: string, body: object, as: object) => Promise<object>

/** The member has a shop that is open, was visited, and was closed before with a reason. */
async function sells(done: Done, as: object): Promise<string> {
  const page = { name: planted('shop'), story: planted('story'), bannerUrl: null }
  const { shopId } = (await done('POST', '/v1/kol-shop', page, as)) as { readonly shopId: string }
  await done('PUT', '/v1/kol-shop', { ...page, productIds: ['prd_tea'], couponTemplateId: null }, as)
  const moves = `/v1/admin/kol-shops/${shopId}/moves`
  await done('POST', moves, { move: 'approve', reason: null }, secret)
  const link = await done('POST', '/v1/referral/links', { target: { kind: 'shop', id: shopId } }, as)
  const visit = { ...link, visitorId: 'device-of-zhang', via: 'link' }
  await done('POST', '/v1/referral/visits', visit, {})
  await done('POST', moves, { move: 'suspend', reason: planted('suspension') }, secret)
  await done('POST', moves, { move: 'reopen', reason: planted('regret') }, secret)
  return shopId
}

/** A member who typed something everywhere, and about whom operators did. */
async function live(shop: Shop): Promise<SignedIn> {
  const done = async (
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: object,
    as: object,
  ): Promise<{ id: string }> => {
    const reply = await shop.call<{ id: string }>(method, path, body, as)
    expect([path, reply.status, reply.body]).toEqual([path, 200, expect.anything()])
    return reply.body
  }
  const asked = await shop.call<{ testCode: string }>('POST', '/v1/sign-in-codes', { kind: 'phone', address: PHONE })
  const input = { kind: 'phone', address: PHONE, code: asked.body.testCode, name: planted('sign-in') }
  const member = (await shop.call<SignedIn>('POST', '/v1/sessions', input)).body
  const { memberId, accessToken: token } = member
  const as = { token }
  await done('POST', '/v1/sign-in-codes', { kind: 'phone', address: PHONE }, {})
  await done('PUT', '/v1/member', { name: planted('profile'), birthday: '1970-11-23' }, as)
  await done('PUT', '/v1/device', { deviceId: planted('device') }, as)
  await done('PUT', `/v1/members/${memberId}/labels`, { memberId, tags: ['vip'], segmentIds: ['seg_1'] }, secret)
  await done('POST', '/v1/points/adjustments', { memberId, deltaCount: 500, reason: planted('points') }, secret)
  await done('POST', '/v1/points/adjustments', { memberId, deltaCount: -100, reason: planted('points taken') }, secret)
  const shopId = await sells(done, as)
  const order = await buy(shop, token, { lines: { sku_tea: 3 }, pointsCount: 100, place: { shopId } })
  const lines = [{ lineId: 'sku_tea', quantity: 1 }]
  const back = await shop.call<{ refunds: { reason: string }[] }>(
    ...([
      'POST',
      `/v1/orders/${order.id}/refunds`,
      { lines, reason: planted('refund') },
      { ...secret, key: 'rfd' },
    ] as const),
  )
  expect(back.body.refunds.at(-1)?.reason).toBe(planted('refund'))
  const seen = await shop.call<{ refunds: { reason: string }[] }>('GET', `/v1/orders/${order.id}`, undefined, as)
  expect(seen.body.refunds.at(-1)?.reason).toBe(planted('refund'))
  const asks = { orderId: order.id, kind: 'refund_only', reason: 'other', words: planted('case') }
  const wanted = { ...asks, lines: [{ lineId: 'sku_tea', quantity: 1 }] }
  const opened = await done('POST', '/v1/aftersales', wanted, as)
  const rejected = await done('POST', `/v1/admin/aftersales/${opened.id}/rejection`, { reason: planted('no') }, secret)
  expect(rejected).toMatchObject({ words: planted('case'), answer: planted('no') })
  await sweep(shop.server, [testPaymentProvider])
  const coupon = await claim(shop, token, 'tpl_one')
  await done('POST', `/v1/members/${memberId}/coupons/${coupon.id}/void`, { reason: planted('coupon') }, secret)
  const saved = { ...template('tpl_two', null, START), publicCode: 'TWO' }
  await done('PUT', '/v1/coupon-templates/tpl_two', saved, secret)
  await claim(shop, token, 'tpl_two')
  await done('POST', '/v1/data-requests', { kind: 'correct', note: planted('correction') }, as)
  const path = `/v1/members/${memberId}/data-requests`
  const { id } = await done('POST', path, { kind: 'access', note: planted('letter') }, secret)
  await done('POST', `${path}/${id}/answer`, { outcome: 'done', answer: planted('answer') }, secret)
  await record(shop, memberId)
  const { body } = await shop.call<MemberExport>('GET', '/v1/member/data', undefined, as)
  expect(body.concepts.compliance?.personalNotes?.length).toBe(10)
  expect(body.analytics.length).toBe(1)
  return member
}

/** An address in the book, one that was taken out again, and a note for the next order. */
async function sendHome(shop: Shop, as: object): Promise<void> {
  const sent = { region: '4403', area: planted('area'), detail: planted('street'), postcode: '', phone: PHONE }
  const replies = [
    await shop.call('PUT', '/v1/addresses/adr_home', { ...sent, name: planted('address') }, as),
    await shop.call('PUT', '/v1/addresses/adr_old', { ...sent, name: planted('old address') }, as),
    await shop.call('DELETE', '/v1/addresses/adr_old', {}, as),
    await shop.call('PUT', '/v1/cart/note', { note: planted('cart') }, as),
    await orderHome(shop, as),
  ]
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  const { body } = await shop.call<MemberExport>('GET', '/v1/member/data', undefined, as)
  expect(body.concepts.carts?.addresses).toMatchObject([{ name: planted('address') }])
}

/** An order that goes to the address, with a wish, an invoice and an operator's note; nobody pays it. */
async function orderHome(shop: Shop, as: object) {
  await shop.call('PUT', '/v1/cart/lines/sku_tea', { quantity: 1 }, as)
  await shop.call('PUT', '/v1/cart/options', { couponIds: [], pointsCount: 0 }, as)
  const invoice = { kind: 'personal', title: planted('invoice'), taxNumber: '', email: EMAIL }
  const details = { addressId: 'adr_home', note: planted('wish'), invoice }
  const input = { orderId: 'ord_home', expectedPayableMinor: 50_00, ...details }
  expect((await shop.call('POST', '/v1/orders', input, as)).status).toBe(200)
  await shop.call('PUT', '/v1/cart/note', { note: planted('cart again') }, as)
  const noted = await shop.call('POST', '/v1/orders/ord_home/notes', { words: planted('operator') }, secret)
  expect(noted.status).toBe(200)
  return shop.call('POST', '/v1/orders/ord_home/cancellation', {}, as)
}

/** What a page of the shop recorded about the member. */
async function record(shop: Shop, memberId: string): Promise<void> {
  const event = {
    ...{ type: 'track', event: 'Product Viewed', messageId: 'msg_1', anonymousId: 'anon_1', userId: memberId },
    ...{ timestamp: new Date(shop.clock.now).toISOString(), properties: { note: planted('page') } },
  }
  const headers = { authorization: `Basic ${btoa(`${shop.pk}:`)}`, 'content-type': 'application/json' }
  const request = new Request('http://shop.test/v1/batch', {
    method: 'POST',
    headers,
    body: JSON.stringify({ batch: [event] }),
  })
  expect((await shop.server.fetch(request)).status).toBe(200)
}

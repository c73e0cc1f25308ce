import type { Order } from '@siyu/core/orders'
import type { Payment } from '@siyu/core/payments'
import { stockUp, TEA } from './goods.ts'
import { newOrderId, type Refused } from './sale.ts'
import { newKey, type Reply, type Shop } from './shop.ts'

const DAY_MS = 86_400_000
const YEARS_MS = 10 * 365 * DAY_MS
const PRICE_MINOR = 19_90
const SKU = 'sku_rush'

/** A flash sale and a group buy that go on for years, and presales, beside whatever else happens in a shop. */
export type Campaigns = {
  readonly shop: Shop
  readonly below: (limit: number) => number
  readonly orders: { readonly id: string; readonly phone: string }[]
  readonly teamIds: string[]
  /** How often each step was done. */
  readonly tally: Map<string, number>
}

export async function openCampaigns(shop: Shop, below: (limit: number) => number): Promise<Campaigns> {
  const [sku] = TEA.skus
  await stockUp(shop, { ...TEA, id: 'prd_rush', skus: [{ ...sku, id: SKU, memberPrices: [] }] } as typeof TEA, 60)
  const { now: startsAt } = shop.clock
  const window = { startsAt, endsAt: startsAt + YEARS_MS, name: { zh: '活动', en: 'Sale' } }
  const item = { skuId: SKU, priceMinor: PRICE_MINOR, bucketCount: 12, perMemberCount: 4, slotCount: 3 }
  const terms = { skuId: SKU, priceMinor: PRICE_MINOR, sizeCount: 2, openHours: 24, perMemberCount: 3 }
  const saved = [
    await shop.call('PUT', '/v1/flash-sales/fls_years', { ...window, items: [item] }, { secret: true }),
    await shop.call('PUT', '/v1/group-buys/grp_years', { ...window, ...terms, bucketCount: 10 }, { secret: true }),
  ]
  if (saved.some(({ status }) => status !== 200)) throw new Error(JSON.stringify(saved.map(({ body }) => body)))
  return { shop, below, orders: [], teamIds: [], tally: new Map() }
}

type Buyer = { readonly phone: string }

/** Somebody buys at a campaign, pays, gives up, or gives something back. */
export async function campaignStep(campaigns: Campaigns, buyer: Buyer): Promise<void> {
  const { shop, below, orders } = campaigns
  const dice = below(12)
  const { accessToken: token } = await shop.signIn(buyer.phone)
  if (dice < 3) return buy(campaigns, buyer, token, 'flash buy', '/v1/flash-sales/fls_years/orders', { skuId: SKU })
  if (dice < 6) return seat(campaigns, buyer, token)
  if (dice >= 10) return presell(campaigns, buyer, token)
  const own = orders.filter(({ phone }) => phone === buyer.phone)
  const order = own[below(own.length)]
  if (order === undefined) return
  const path = `/v1/orders/${order.id}`
  if (dice === 6) return count(campaigns, 'give up', await shop.call('POST', `${path}/cancellation`, {}, { token }))
  await payFor(campaigns, order.id, token)
  if (dice < 9) {
    const input = { lines: [{ lineId: SKU, quantity: 1 }], reason: 'no' }
    count(campaigns, 'give back', await shop.call('POST', `${path}/refunds`, input, { secret: true }))
  }
}

/** A presale of which one buyer hears, and takes some; its balance is left for another day. */
async function presell(campaigns: Campaigns, buyer: Buyer, token: string): Promise<void> {
  const { shop, below, orders } = campaigns
  const { now } = shop.clock
  const id = `pre_${newKey()}`
  const forfeit = below(2) === 0 ? 'keep' : 'refund'
  const balance = { balanceFrom: now + 1, balanceUntil: now + 9 * DAY_MS }
  const terms = { depositMinor: 3_00, forfeit, ...balance }
  const price = { skuId: SKU, priceMinor: PRICE_MINOR, depositWorthMinor: 5_00, bucketCount: 2, perMemberCount: 2 }
  const presale = { name: { zh: '预售', en: 'Presale' }, startsAt: now, endsAt: now + 1, shipsFrom: now + 1, ...terms }
  count(campaigns, 'presell', await shop.call('PUT', `/v1/presales/${id}`, { ...presale, ...price }, { secret: true }))
  const before = orders.length
  await buy(campaigns, buyer, token, 'presale buy', `/v1/presales/${id}/orders`, { terms })
  const order = orders[before]
  if (order !== undefined && below(4) > 0) await payFor(campaigns, order.id, token)
}

async function payFor(campaigns: Campaigns, orderId: string, token: string): Promise<void> {
  const { shop } = campaigns
  const opened = await shop.call<Payment & Refused>('POST', '/v1/payments', { orderId }, { token })
  if (opened.status !== 200) return
  const paying = `/v1/payments/${opened.body.id}/simulation`
  count(campaigns, 'pay', await shop.call('POST', paying, { outcome: 'succeed' }, { token }))
}

async function seat(campaigns: Campaigns, buyer: Buyer, token: string): Promise<void> {
  const { below, teamIds } = campaigns
  const teamId = teamIds[below(teamIds.length + 1)]
  if (teamId !== undefined) return buy(campaigns, buyer, token, 'join team', `/v1/group-teams/${teamId}/orders`, {})
  const made = `team_${newKey()}`
  teamIds.push(made)
  await buy(campaigns, buyer, token, 'open team', '/v1/group-buys/grp_years/teams', { teamId: made })
}

/** Orders at whatever it costs with the taxes of this shop. */
async function buy(
  campaigns: Campaigns,
  { phone }: Buyer,
  token: string,
  name: string,
  path: string,
  of: object,
): Promise<void> {
  const { shop, below, orders } = campaigns
  const quantity = 1 + below(2)
  const input = { ...of, orderId: newOrderId(), quantity, expectedPayableMinor: PRICE_MINOR * quantity }
  let reply = await shop.call<Order & Refused>('POST', path, input, { token })
  if (reply.body.error?.code === 'price_changed') {
    const { payableMinor: expectedPayableMinor } = reply.body.error.detail as { readonly payableMinor: number }
    reply = await shop.call<Order & Refused>('POST', path, { ...input, expectedPayableMinor }, { token })
  }
  count(campaigns, name, reply)
  if (reply.status === 200) orders.push({ id: input.orderId, phone })
}

function count({ tally }: Campaigns, name: string, { status, body }: Reply<object>): void {
  if (![200, 404, 409].includes(status)) throw new Error(`${name} was answered ${status} ${JSON.stringify(body)}`)
  if (status === 200) tally.set(name, (tally.get(name) ?? 0) + 1)
}

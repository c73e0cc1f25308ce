import type { PointsBalance } from '@siyu/core/points'
import { plainEarning } from '@siyu/core/points'
import { expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { fillCart, newOrderId, type Refused, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, POINTS, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'
import {
  adjustIn,
  countIn,
  earnIn,
  expireIn,
  heldIn,
  holdIn,
  type Model,
  openModel,
  refundIn,
  releaseIn,
  spendableIn,
  spendIn,
  type Terms,
} from './model.fixture.ts'

const LONG = process.env.SIYU_LONG !== undefined
const SEEDS = LONG ? Array.from({ length: 20 }, (_, seed) => seed + 1) : [1, 2]
const STEP_COUNT = LONG ? 400 : 60
const SEASON_MS = LONG ? 1_800_000 : 240_000
const DAY_MS = 86_400_000
const PHONE = '13800000001'

/** Chance with a seed: mulberry32. */
function chanceOf(seed: number): (limit: number) => number {
  let state = seed * 2_654_435_761
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
}

type Season = {
  readonly shop: Shop
  readonly memberId: string
  readonly model: Model
  readonly below: (limit: number) => number
  /** Purchases by reference, with what was paid and spent. */
  readonly told: Map<string, { paid: number; spent: number; kept: number; returned: number }>
  readonly open: string[]
}

async function openSeason(seed: number): Promise<Season> {
  const terms: Terms = {
    ...{ perMinor: 7, lifeDays: 40, graceDays: seed % 3 === 0 ? 0 : 5 },
    policy: seed % 2 === 0 ? 'debt' : 'within_balance',
  }
  const { perMinor, lifeDays, graceDays, policy } = terms
  const earn = { ...plainEarning(1, perMinor), activation: { after: 'payment', delayDays: 0 } as const }
  const expiry = { kind: 'days', days: lifeDays } as const
  const shop = await openShop({ points: { ...POINTS, earn, expiry, graceDays, clawback: policy } })
  await stockUp(shop, TEA, 10_000)
  const { memberId } = await shop.signIn(PHONE)
  return { shop, memberId, model: openModel(terms), below: chanceOf(seed), told: new Map(), open: [] }
}

async function tell(season: Season, path: string, input: object): Promise<boolean> {
  const { shop, memberId } = season
  const reply = await shop.call<Refused>('POST', path, { memberId, ...input }, { secret: true })
  if (![200, 402, 409].includes(reply.status)) throw new Error(`${path}: ${JSON.stringify(reply.body)}`)
  return reply.status === 200
}

/** Puts points aside for an order that nobody pays. */
async function hold(season: Season, count: number): Promise<void> {
  const { shop, model, open } = season
  const { accessToken: token } = await shop.signIn(PHONE)
  await fillCart(shop, token, { lines: { sku_tea: 100 }, pointsCount: count })
  const orderId = newOrderId()
  const input = { orderId, expectedPayableMinor: 5_000_00 - count }
  const { status } = await shop.call('POST', '/v1/orders', input, { token })
  expect(status === 200).toBe(holdIn(model, orderId, count, shop.clock.now))
  if (status === 200) open.push(orderId)
}

async function release(season: Season): Promise<void> {
  const { shop, model, open } = season
  const orderId = open.shift()
  if (orderId === undefined) return
  const { accessToken: token } = await shop.signIn(PHONE)
  expect((await shop.call('POST', `/v1/orders/${orderId}/cancellation`, {}, { token })).status).toBe(200)
  releaseIn(model, orderId, shop.clock.now)
}

/** Tells of less that is kept and more that came back than before, or of the same again. */
async function refund(season: Season): Promise<void> {
  const { shop, model, below, told } = season
  const all = [...told]
  const [reference, purchase] = all[below(all.length)] ?? []
  if (reference === undefined || purchase === undefined) return
  purchase.kept -= below(purchase.kept + 1)
  purchase.returned += below(purchase.spent - purchase.returned + 1)
  const { kept: keptBasisMinor, returned: returnedCount } = purchase
  expect(await tell(season, '/v1/points/refunds', { reference, keptBasisMinor, returnedCount })).toBe(true)
  refundIn(model, reference, keptBasisMinor, returnedCount, shop.clock.now)
}

async function purchase(season: Season, number: number): Promise<void> {
  const { shop, model, below, told } = season
  const reference = `p${number}`
  const { now } = shop.clock
  const made = { paid: 0, spent: 0, kept: 0, returned: 0 }
  if (below(2) === 0) {
    made.spent = 1 + below(80)
    const done = await tell(season, '/v1/points/redemptions', { reference, count: made.spent })
    expect(done).toBe(spendIn(model, reference, made.spent, now))
    if (!done) made.spent = 0
  }
  if (below(3) > 0 || made.spent === 0) {
    made.paid = 7 + below(700)
    made.kept = made.paid
    expect(await tell(season, '/v1/points/earnings', { reference, basisMinor: made.paid })).toBe(true)
    earnIn(model, reference, made.paid, now)
  }
  if (made.paid > 0 || made.spent > 0) told.set(reference, made)
}

async function step(season: Season, number: number): Promise<void> {
  const { shop, model, below } = season
  const dice = below(100)
  if (dice < 35) return purchase(season, number)
  if (dice < 55) return refund(season)
  if (dice < 62) return hold(season, 1 + below(60))
  if (dice < 70) return release(season)
  if (dice < 78) {
    const deltaCount = below(120) - 50
    const done = await tell(season, '/v1/points/adjustments', { deltaCount, reason: 'by hand' })
    expect(done).toBe(adjustIn(model, deltaCount, shop.clock.now))
    return
  }
  if (dice < 92) {
    // Unpaid orders are cancelled by their own time: first those, so that both sides do it at one moment.
    while (season.open.length > 0 && below(2) === 0) await release(season)
    shop.clock.now += [1, 60_000, DAY_MS, 6 * DAY_MS, 39 * DAY_MS][below(5)] ?? 1
    return
  }
  for (const orderId of season.open.splice(0)) {
    const { accessToken: token } = await shop.signIn(PHONE)
    expect((await shop.call('POST', `/v1/orders/${orderId}/cancellation`, {}, { token })).status).toBe(200)
    releaseIn(model, orderId, shop.clock.now)
  }
  await sweep(shop.server, [])
  expireIn(model, shop.clock.now)
}

it.each(SEEDS)(
  'season %i: the store and the plainest model agree after every step',
  async (seed) => {
    const season = await openSeason(seed)
    const { shop, model, memberId } = season
    for (let number = 1; number <= STEP_COUNT; number += 1) {
      await step(season, number)
      // Ids are ordered by the millisecond, so that lots of one moment are told apart as the model does.
      shop.clock.now += 1
      const path = `/v1/members/${memberId}/points`
      const { body } = await shop.call<PointsBalance>('GET', path, undefined, { secret: true })
      const [held, { debt }] = [heldIn(model), model]
      expect({ ...body, step: number }).toMatchObject({
        ...{ spendableCount: spendableIn(model, shop.clock.now), debtCount: debt, heldCount: held, step: number },
      })
      const [account] = await rowsOf<{ balance_count: number }>(shop, 'points_accounts')
      expect(account?.balance_count).toBe(countIn(model) + held - debt)
    }
    const { database } = shop.database
    expect(await breaches(database)).toEqual([])
    await shop.server.outbox.drain()
    expect(await rebuilt(database)).toEqual(await stateOf(database))
    expect(shop.faults).toEqual([])
    await shop.close()
  },
  SEASON_MS,
)

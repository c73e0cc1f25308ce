import { type CaseCommand, type CaseKind, type CaseStatus, caseMoves } from '@siyu/core/aftersales'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { buy } from '../kernel/testing/sale.ts'
import { openShop, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { ask, type OwnCase, oneOf, steps } from './case.fixture.ts'

const DAY_MS = 86_400_000
const commands = Object.keys(steps) as readonly CaseCommand[]

type Path = readonly CaseCommand[]
const ends: Pick<Record<CaseStatus, Path>, 'requested' | 'rejected' | 'withdrawn'> = {
  ...{ requested: [], rejected: ['reject'], withdrawn: ['withdraw'] },
}
/** How a case comes to each status; null where it never does. A status without an entry does not compile. */
const paths: Readonly<Record<CaseKind, Readonly<Record<CaseStatus, Path | null>>>> = {
  refund_only: {
    ...{ ...ends, approved: null, returning: null, arrived: null, reshipped: null, closed: null },
    refunded: ['approve'],
  },
  return_and_refund: {
    ...{ ...ends, approved: ['approve'], returning: ['approve', 'sendBack'], arrived: null, reshipped: null },
    ...{ refunded: ['approve', 'sendBack', 'arrive'], closed: ['approve', 'close'] },
  },
  exchange: {
    ...{ ...ends, approved: ['approve'], returning: ['approve', 'sendBack'], arrived: ['approve', 'arrive'] },
    ...{ reshipped: ['approve', 'arrive', 'reship'], refunded: null, closed: ['approve', 'arrive', 'reship', 'close'] },
  },
  reship: {
    ...{ ...ends, approved: ['approve'], returning: null, arrived: null, refunded: null },
    ...{ reshipped: ['approve', 'reship'], closed: ['approve', 'close'] },
  },
}

let shop: Shop
let token: string
const orderIds = new Map<CaseKind, string>()
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 400)
  token = (await shop.signIn('13800000001')).accessToken
  for (const kind of Object.keys(paths) as readonly CaseKind[]) {
    orderIds.set(kind, (await buy(shop, token, { lines: { sku_tea: 50 } })).id)
  }
})
afterAll(async () => {
  const { database } = shop.database
  expect(await breaches(database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(database)).toEqual(await stateOf(database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

describe.each(Object.keys(paths) as readonly CaseKind[])('a case of kind %s', (kind) => {
  async function bring(path: Path): Promise<OwnCase> {
    const { body } = await ask(shop, token, oneOf(orderIds.get(kind) ?? '', kind))
    const own = { id: body.id, token }
    for (const command of path) expect((await steps[command](shop, own)).status).toBe(200)
    return own
  }
  const statusOf = async ({ id }: OwnCase) =>
    (await shop.call<{ status: CaseStatus }>('GET', `/v1/aftersales/${id}`, undefined, { token })).body.status

  it.each(Object.entries(paths[kind]) as readonly [CaseStatus, Path | null][])(
    'in status %s: every command is allowed or refused as the table says',
    async (status, path) => {
      const allowed = caseMoves[kind][status]
      if (path === null) {
        expect(allowed).toEqual({})
        return
      }
      const own = await bring(path)
      expect(await statusOf(own)).toBe(status)
      for (const command of commands) {
        const to = allowed[command]
        if (to === undefined) {
          const refused = await steps[command](shop, own)
          const error = { code: 'case_not_ready', detail: { kind, status } }
          expect([command, refused.body.error]).toMatchObject([command, error])
          expect(await statusOf(own)).toBe(status)
          continue
        }
        const fresh = await bring(path)
        const before = shop.clock.now
        if (command === 'expire') shop.clock.now += 10 * DAY_MS
        const done = await steps[command](shop, fresh)
        shop.clock.now = before
        expect([command, done.status, done.body.status]).toEqual([command, 200, to[0]])
        expect(await statusOf(fresh)).toBe(to[0])
        if (to[0] !== 'refunded') await finish(fresh)
      }
      await finish(own)
    },
  )

  /** Ends a case, so that its unit can be asked for again. */
  async function finish(own: OwnCase): Promise<void> {
    for (const command of ['withdraw', 'close', 'reship', 'close'] as const) await steps[command](shop, own)
    const status = await statusOf(own)
    expect(['closed', 'withdrawn', 'rejected', 'refunded', 'returning']).toContain(status)
  }
})

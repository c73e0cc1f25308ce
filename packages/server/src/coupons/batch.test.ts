import { type CouponBatch, type CouponCode, MAX_BATCH, MAX_CODE_PAGE, parseCode } from '@siyu/core/coupons'
import type { Page } from '@siyu/core/kernel'
import { describe, expect, it } from 'vitest'
import { template } from '../kernel/testing/goods.ts'
import { testDatabases } from '../kernel/testing/postgres.ts'
import { openShop, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { codesOf } from './codes.ts'

/** Reading all codes page by page, and a replay of them, take their time on a busy machine. */
const SLOW_MS = 300_000
const COUNT = process.env.SIYU_LONG === undefined ? MAX_BATCH / 10 : MAX_BATCH
const FIRST = ['HA5GVJFZ0R6M4K', '1G1QQ56VXX3ZDZ', '540W9H6V9TRM3J'] as const

describe('codes of a seed', () => {
  const event = { type: 'coupon_batch_created', batchId: 'bat_1', templateId: 'tpl_1', seed: 'a seed' } as const

  it('are always the same, whatever a later version does', () => {
    expect(codesOf({ ...event, prefix: '', count: 3 })).toEqual(FIRST)
    expect(codesOf({ ...event, prefix: 'VIP', count: 1 })[0]).toBe(`V1P${FIRST[0].slice(0, 12)}RM`)
  })

  it('are others for another seed', () => {
    const [one, other] = ['a seed', 'A seed'].map((seed) => codesOf({ ...event, seed, prefix: '', count: 1_000 }))
    expect(new Set([...(one ?? []), ...(other ?? [])]).size).toBe(2_000)
  })
})

describe.each(await testDatabases())(`${COUNT} codes on $title`, (kind) => {
  it.skipIf(kind.skip !== undefined)(
    'are made in one event that rebuilds them',
    async () => {
      const shop = await openShop({ on: kind.kind })
      await shop.call('PUT', '/v1/coupon-templates/tpl_many', template('tpl_many', null, START), { secret: true })
      const input = { templateId: 'tpl_many', count: COUNT, prefix: 'MANY' }
      const made = await shop.call<CouponBatch>('PUT', '/v1/coupon-batches/bat_many', input, { secret: true })
      expect(made).toMatchObject({ status: 200, body: { count: COUNT, claimedCount: 0 } })

      const codes = new Set<string>()
      let cursor: string | null = null
      do {
        const after: string = cursor === null ? '' : `&cursor=${cursor}`
        const path: string = `/v1/coupon-batches/bat_many/codes?limit=${MAX_CODE_PAGE}${after}`
        const { body }: { body: Page<CouponCode> } = await shop.call<Page<CouponCode>>('GET', path, undefined, {
          secret: true,
        })
        for (const { code } of body.items) codes.add(code)
        cursor = body.nextCursor
      } while (cursor !== null)
      expect(codes.size).toBe(COUNT)
      expect([...codes].every((code) => parseCode(code).kind === 'code')).toBe(true)

      const [journal] = await shop.database.database.execute<{ size: number }>({
        text: `select max(length(data::text)) as size from events where type = 'coupon_batch_created'`,
        values: [],
      })
      expect(journal?.size).toBeLessThan(400)
      const { accessToken: token } = await shop.signIn('13800138000')
      const redeemed = await shop.call('POST', '/v1/coupon-codes', { code: [...codes][7_777] }, { token })
      expect(redeemed).toMatchObject({ status: 200, body: { templateId: 'tpl_many' } })
      await shop.server.outbox.drain()
      expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
      expect(shop.faults).toEqual([])
      await shop.close()
    },
    SLOW_MS,
  )
})

import {
  type Coupon,
  type CouponBatch,
  type CouponCode,
  type CouponGift,
  type CouponOffer,
  type CouponTemplate,
  codesCsv,
  parseCode,
  type TemplateList,
} from '@siyu/core/coupons'
import type { Page } from '@siyu/core/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { template } from '../kernel/testing/goods.ts'
import { newKey, openShop, type Reply, type Shop, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'

type Failure = { readonly error?: { readonly code: string; readonly detail?: unknown } }
type Answer = Reply<Coupon & Failure>

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let shop: Shop
let tokens: readonly string[]
let memberIds: readonly string[]
beforeAll(async () => {
  shop = await openShop()
  await goTo(START)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
  await shop.close()
})

/** Sets the clock; sessions are short, so everybody signs in again. */
async function goTo(now: number): Promise<void> {
  shop.clock.now = now
  const signedIn = []
  for (let index = 0; index < 4; index += 1) signedIn.push(await shop.signIn(`1380013800${index}`))
  tokens = signedIn.map(({ accessToken }) => accessToken)
  memberIds = signedIn.map(({ memberId }) => memberId)
}

const operate = <T = Coupon>(
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: object,
): Promise<Reply<T & Failure>> => shop.call<T & Failure>(method, path, body, { secret: true })
const save = (each: CouponTemplate) => operate<CouponTemplate>('PUT', `/v1/coupon-templates/${each.id}`, each)
const make = (id: string, part: Partial<CouponTemplate> = {}) =>
  save({ ...template(id, null, START), claimUntil: null, ...part })
const claim = (templateId: string, token = tokens[0], key: string = newKey(), query = ''): Promise<Answer> =>
  shop.call('POST', `/v1/coupons${query}`, { templateId }, { token, key })
const redeem = (code: string, who = 0): Promise<Answer> =>
  shop.call('POST', '/v1/coupon-codes', { code }, { token: tokens[who] })
const give = (couponId: string, who = 0): Promise<Reply<CouponGift & Failure>> =>
  shop.call('POST', `/v1/coupons/${couponId}/gift`, {}, { token: tokens[who] })
const withdraw = (couponId: string, who = 0): Promise<Answer> =>
  shop.call('DELETE', `/v1/coupons/${couponId}/gift`, {}, { token: tokens[who] })
const take = (giftCode: string, who = 1): Promise<Answer> =>
  shop.call('POST', '/v1/coupon-gifts', { giftCode }, { token: tokens[who] })
const said = ({ status, body }: Reply<Failure>): readonly unknown[] =>
  body.error === undefined ? [status] : [status, body.error.code]
const wallet = async (token = tokens[0]): Promise<readonly Coupon[]> =>
  (await shop.call<{ items: readonly Coupon[] }>('GET', '/v1/coupons', undefined, { token })).body.items
const offer = async (id: string, token?: string): Promise<CouponOffer | undefined> => {
  const { body } = await shop.call<{ items: readonly CouponOffer[] }>('GET', '/v1/coupon-offers', undefined, { token })
  return body.items.find(({ templateId }) => templateId === id)
}
const claimed = async (templateId: string, who = 0): Promise<Coupon> => {
  const { status, body } = await claim(templateId, tokens[who])
  expect(status).toBe(200)
  return body
}

describe('claiming', () => {
  it('a claim is kept once, however often it is sent, and lies in no other wallet', async () => {
    await save(template('tpl_one', 10, START))
    const key = newKey()
    const [first, again] = [await claim('tpl_one', tokens[0], key), await claim('tpl_one', tokens[0], key)]
    expect(again.body).toEqual(first.body)
    expect(first.body).toMatchObject({ templateId: 'tpl_one', status: 'issued', validUntil: START + 7 * DAY_MS })
    expect((await wallet()).map(({ id }) => id)).toEqual([first.body.id])
    expect(await wallet(tokens[1])).toEqual([])
    expect(said(await claim('tpl_one'))).toEqual([409, 'coupon_limit_reached'])
    expect(said(await claim('tpl_none'))).toEqual([404, 'coupon_missing'])
  })

  it('the offer says to each what they can do', async () => {
    expect(await offer('tpl_one')).toMatchObject({ state: 'claimable', leftCount: 9 })
    expect(await offer('tpl_one', tokens[0])).toMatchObject({ state: 'claimed', leftCount: 9 })
    expect(await offer('tpl_one', tokens[1])).toMatchObject({ state: 'claimable', leftCount: 9 })
  })

  it('the last coupon goes to one of those who claim at once', async () => {
    await save(template('tpl_last', 1, START))
    const claims = await Promise.all(tokens.map((token) => claim('tpl_last', token)))
    expect(claims.filter(({ status }) => status === 200)).toHaveLength(1)
    const refusals = claims.filter(({ status }) => status !== 200).map(({ body }) => body.error?.code)
    expect(refusals).toEqual(['coupon_sold_out', 'coupon_sold_out', 'coupon_sold_out'])
    expect(await offer('tpl_last')).toMatchObject({ state: 'sold_out', leftCount: 0 })
  })

  it('the limit of a member holds when they claim on several devices at once', async () => {
    await save({ ...template('tpl_two', null, START), perMemberLimit: 2 })
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map(() => claim('tpl_two')))
    expect(claims.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409])
    expect((await wallet()).filter(({ templateId }) => templateId === 'tpl_two')).toHaveLength(2)
  })

  it('coupons in wallets keep their terms; the limit may not fall below them', async () => {
    const cheaper = { ...template('tpl_one', 10, START), effect: { kind: 'amount_off', minor: 1 } as const }
    expect((await save(cheaper)).status).toBe(200)
    expect((await wallet()).find(({ templateId }) => templateId === 'tpl_one')?.effect).toMatchObject({ minor: 10_00 })
    const below = await save({ ...cheaper, totalLimit: 0 })
    expect(below).toMatchObject({
      status: 409,
      body: { error: { code: 'limit_below_issued', detail: { issuedCount: 1 } } },
    })
    const { body } = await operate<{ items: readonly object[] }>('GET', '/v1/coupon-templates')
    expect(body.items).toContainEqual(
      expect.objectContaining({ template: expect.objectContaining(cheaper), issuedCount: 1, redeemedCount: 0 }),
    )
  })

  it('a dry run claims nothing and keeps no key', async () => {
    await save(template('tpl_dry', 1, START))
    const key = newKey()
    const dry = await claim('tpl_dry', tokens[1], key, '?dryRun=1')
    expect(dry).toMatchObject({ status: 200, body: { templateId: 'tpl_dry' } })
    expect(await offer('tpl_dry', tokens[1])).toMatchObject({ state: 'claimable', leftCount: 1 })
    const real = await claim('tpl_dry', tokens[1], key)
    expect([real.status, real.headers.get('idempotency-hit')]).toEqual([200, null])
  })

  it('items and stacking go with the coupon, and out of a template that no longer names them', async () => {
    const items = { skuIds: ['sku_tea'] }
    const stacking = { exclusive: true }
    expect((await make('tpl_items', { items, stacking, perMemberLimit: 2 })).body).toMatchObject({ items, stacking })
    expect(await claimed('tpl_items')).toMatchObject({ items, stacking })
    expect((await make('tpl_items', { perMemberLimit: 2 })).body).toMatchObject({ items: null, stacking: null })
    expect(await claimed('tpl_items')).toMatchObject({ items: null, stacking: null })
    expect((await wallet()).filter(({ templateId }) => templateId === 'tpl_items').map((each) => each.items)).toEqual(
      expect.arrayContaining([items, null]),
    )
  })
})

describe('public codes', () => {
  it('are good in any case of letters, again and again, and for one template only', async () => {
    const part = { publicCode: 'Welcome10', needsCode: true, perMemberLimit: 2 }
    expect((await make('tpl_public', part)).body).toMatchObject({ publicCode: 'WELCOME10' })
    expect(said(await make('tpl_other', { publicCode: 'wELCOME10' }))).toEqual([409, 'code_taken'])
    for (const [who, code] of ['welcome10', ' WELCOME10 ', 'ｗｅｌｃｏｍｅ10'].entries()) {
      expect((await redeem(code, who)).body).toMatchObject({ templateId: 'tpl_public', status: 'issued' })
    }
    expect((await redeem('Welcome10')).status).toBe(200)
    expect(said(await redeem('Welcome10'))).toEqual([409, 'coupon_limit_reached'])
    expect(said(await redeem('WELCOME11'))).toEqual([404, 'coupon_code_unknown'])
  })

  it('a template that needs a code is not in the centre and cannot be claimed without', async () => {
    expect(await offer('tpl_public')).toBeUndefined()
    expect(said(await claim('tpl_public'))).toEqual([404, 'coupon_missing'])
  })

  it('a code that was given up is free for another template, and one of two who want it gets it', async () => {
    await make('tpl_public', { needsCode: true })
    expect(said(await redeem('WELCOME10', 3))).toEqual([404, 'coupon_code_unknown'])
    const both = await Promise.all(['tpl_x', 'tpl_y'].map((id) => make(id, { publicCode: '双十一' })))
    expect(both.map(said).toSorted()).toEqual([[200], [409, 'code_taken']])
    expect((await redeem('双十一', 3)).status).toBe(200)
  })
})

describe('unique codes', () => {
  const batch = (batchId: string, part: object = {}) =>
    operate<CouponBatch>('PUT', `/v1/coupon-batches/${batchId}`, { templateId: 'tpl_unique', count: 25, ...part })
  const codesOf = async (batchId: string, limit?: number): Promise<readonly CouponCode[]> => {
    const found: CouponCode[] = []
    let cursor: string | null = null
    do {
      const query: string = `?limit=${limit ?? 10}${cursor === null ? '' : `&cursor=${cursor}`}`
      const path: string = `/v1/coupon-batches/${batchId}/codes${query}`
      const { body }: Reply<Page<CouponCode>> = await operate<Page<CouponCode>>('GET', path)
      found.push(...body.items)
      cursor = body.nextCursor
    } while (cursor !== null)
    return found
  }

  it('are made once, all different and all sound, and come out in pages as they were made', async () => {
    await make('tpl_unique', { needsCode: true })
    expect(said(await batch('bat_none', { templateId: 'tpl_none' }))).toEqual([404, 'coupon_missing'])
    const made = { batchId: 'bat_1', templateId: 'tpl_unique', prefix: 'VIP', count: 25, claimedCount: 0 }
    expect((await batch('bat_1', { prefix: 'vip' })).body).toMatchObject({ ...made, voidedAt: null, createdAt: START })
    expect(said(await batch('bat_1'))).toEqual([409, 'batch_exists'])
    const codes = (await codesOf('bat_1')).map(({ code }) => code)
    expect(new Set(codes).size).toBe(25)
    for (const code of codes) {
      expect(code).toMatch(/^VIP(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]{2}$/)
      expect(parseCode(code).kind).toBe('code')
    }
    expect((await codesOf('bat_1', 5_000)).map(({ code }) => code)).toEqual(codes)
    expect(said(await operate('GET', '/v1/coupon-batches/bat_none/codes'))).toEqual([404, 'batch_missing'])
  })

  it('are good once ever, for whoever comes first', async () => {
    const [one, two] = await codesOf('bat_1')
    if (one === undefined || two === undefined) throw new Error('a batch has codes')
    const typed = one.code.toLowerCase().replaceAll('-', ' ')
    const [first, again] = [await redeem(typed), await redeem(one.code, 1)]
    expect(first.body).toMatchObject({ templateId: 'tpl_unique', status: 'issued' })
    expect(said(again)).toEqual([409, 'code_used'])
    // The same member has one already, and the second code stays good for somebody else.
    expect(said(await redeem(two.code))).toEqual([409, 'coupon_limit_reached'])
    const all = await Promise.all([1, 2, 3].map((who) => redeem(two.code, who)))
    expect(all.map(said).toSorted()).toEqual([[200], [409, 'code_used'], [409, 'code_used']])
    const winner = memberIds[all.findIndex(({ status }) => status === 200) + 1]
    const shown = await codesOf('bat_1')
    expect(shown.slice(0, 3).map(({ claimedBy }) => claimedBy)).toEqual([memberIds[0], winner, null])
    expect(shown[0]?.claimedAt).toBe(START)
    expect(codesCsv(shown).split('\r\n')[1]).toBe(`${one.code},${memberIds[0]},${new Date(START).toISOString()}`)
    const { body } = await operate<{ items: readonly CouponBatch[] }>('GET', '/v1/coupon-batches')
    expect(body.items).toMatchObject([{ batchId: 'bat_1', claimedCount: 2 }])
  })

  it('tell a slip from a code nobody made', async () => {
    const code = (await codesOf('bat_1'))[5]?.code ?? ''
    const slip = `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`
    expect(said(await redeem(slip, 3))).toEqual([404, 'code_mistyped'])
    expect(said(await redeem('0000-0000-0000-00', 3))).toEqual([404, 'coupon_code_unknown'])
  })

  it('a batch that is taken back is good for nothing more; coupons in wallets stay', async () => {
    const voided = await operate('POST', '/v1/coupon-batches/bat_1/void', { reason: 'the list leaked' })
    expect(voided.body).toMatchObject({ batchId: 'bat_1', claimedCount: 2, voidedAt: START })
    const [one, , three] = await codesOf('bat_1')
    expect(said(await redeem(three?.code ?? '', 3))).toEqual([409, 'code_void'])
    expect(said(await redeem(one?.code ?? '', 3))).toEqual([409, 'code_used'])
    expect((await wallet()).some((each) => each.templateId === 'tpl_unique' && each.status === 'issued')).toBe(true)
    expect(said(await operate('POST', '/v1/coupon-batches/bat_1/void', { reason: 'x' }))).toEqual([409, 'batch_void'])
    expect(said(await operate('POST', '/v1/coupon-batches/bat_0/void', { reason: 'x' }))).toEqual([
      404,
      'batch_missing',
    ])
  })

  it('are for operators’ eyes only', async () => {
    for (const path of ['/v1/coupon-batches', '/v1/coupon-batches/bat_1/codes']) {
      expect((await shop.call('GET', path, undefined, { token: tokens[0] })).status).toBe(403)
      expect((await shop.call('GET', path)).status).toBe(401)
    }
  })
})

describe('gifts between members', () => {
  it('move a coupon to whoever brings the code, once', async () => {
    await make('tpl_gift', { transferable: true, noticeDays: 1 })
    const own = await claimed('tpl_gift')
    const gift = (await give(own.id)).body
    expect(gift).toEqual({ couponId: own.id, giftCode: expect.any(String), giftedUntil: START + DAY_MS })
    expect(said(await give(own.id))).toEqual([409, 'coupon_gifted'])
    expect(said(await give(own.id, 1))).toEqual([404, 'coupon_missing'])
    expect(said(await take(gift.giftCode, 0))).toEqual([409, 'gift_own'])

    const answers = await Promise.all([1, 2].map((who) => take(gift.giftCode.toLowerCase(), who)))
    expect(answers.map(said).toSorted()).toEqual([[200], [409, 'gift_taken']])
    const winner = answers[0]?.status === 200 ? 1 : 2
    const { id: _, giftedUntil: __, ...terms } = own
    const moved = (await wallet(tokens[winner])).find(({ templateId }) => templateId === 'tpl_gift')
    expect(moved).toMatchObject({ ...terms, giftedUntil: null })
    expect(moved?.id).not.toBe(own.id)
    expect((await wallet()).find(({ id }) => id === own.id)).toMatchObject({ status: 'void' })
    expect(said(await give(own.id))).toEqual([409, 'coupon_not_usable'])
    // It is one coupon still, and its giver has had theirs.
    const rows = (await operate<TemplateList>('GET', '/v1/coupon-templates')).body.items
    expect(rows.find((each) => each.template.id === 'tpl_gift')?.issuedCount).toBe(1)
    expect(said(await claim('tpl_gift'))).toEqual([409, 'coupon_limit_reached'])
    expect(said(await claim('tpl_gift', tokens[winner]))).toEqual([409, 'coupon_limit_reached'])
  })

  it('can be withdrawn before somebody comes, and given again', async () => {
    await make('tpl_back', { transferable: true })
    const own = await claimed('tpl_back')
    expect(said(await withdraw(own.id))).toEqual([404, 'gift_missing'])
    expect(said(await withdraw('cou_none'))).toEqual([404, 'coupon_missing'])
    const { giftCode } = (await give(own.id)).body
    expect((await withdraw(own.id)).body).toMatchObject({ id: own.id, status: 'issued', giftedUntil: null })
    expect(said(await take(giftCode))).toEqual([404, 'gift_missing'])
    const again = (await give(own.id)).body
    expect(again.giftCode).not.toBe(giftCode)
    expect((await take(again.giftCode)).status).toBe(200)
  })

  it('do not go beyond what one member may have', async () => {
    const own = await claimed('tpl_back', 2)
    const { giftCode } = (await give(own.id, 2)).body
    expect(said(await take(giftCode, 1))).toEqual([409, 'coupon_limit_reached'])
    expect((await take(giftCode, 3)).status).toBe(200)
  })

  it('need a coupon that may be given, and a code without a slip', async () => {
    await make('tpl_fixed')
    expect(said(await give((await claimed('tpl_fixed')).id))).toEqual([409, 'coupon_not_transferable'])
    expect(said(await take('0000-0000-0000-01'))).toEqual([404, 'code_mistyped'])
    expect(said(await take('0000-0000-0000-00'))).toEqual([404, 'gift_missing'])
    expect(said(await take('hello'))).toEqual([404, 'gift_missing'])
  })
})

describe('operators', () => {
  it('give a coupon by hand, whatever the times of claiming, and see the wallet', async () => {
    await make('tpl_hand', { claimFrom: START + DAY_MS, needsCode: true, totalLimit: 2 })
    const issue = (who: number): Promise<Answer> =>
      operate('POST', `/v1/members/${memberIds[who]}/coupons`, { templateId: 'tpl_hand' })
    expect((await issue(0)).body).toMatchObject({ templateId: 'tpl_hand', status: 'issued' })
    expect(said(await issue(0))).toEqual([409, 'coupon_limit_reached'])
    expect((await issue(1)).status).toBe(200)
    expect(said(await issue(2))).toEqual([409, 'coupon_sold_out'])
    expect(said(await operate('POST', '/v1/members/mem_none/coupons', { templateId: 'tpl_hand' }))).toEqual([
      ...[404, 'member_missing'],
    ])
    const seen = await operate<{ items: readonly Coupon[] }>('GET', `/v1/members/${memberIds[0]}/coupons`)
    expect(seen.body.items).toEqual(await wallet())
  })

  it('take a coupon away, and it stays counted', async () => {
    const own = (await wallet()).find(({ templateId }) => templateId === 'tpl_hand') as Coupon
    const away = (memberId = memberIds[0]): Promise<Answer> =>
      operate('POST', `/v1/members/${memberId}/coupons/${own.id}/void`, { reason: 'given by mistake' })
    expect(said(await away(memberIds[1]))).toEqual([404, 'coupon_missing'])
    expect((await away()).body).toMatchObject({ id: own.id, status: 'void' })
    expect(said(await away())).toEqual([409, 'coupon_void'])
    // It was issued once and stays so.
    expect(said(await operate('POST', `/v1/members/${memberIds[3]}/coupons`, { templateId: 'tpl_hand' }))).toEqual([
      ...[409, 'coupon_sold_out'],
    ])
  })

  it('a coupon taken away while it is given is taken from its taker too', async () => {
    await make('tpl_lost', { transferable: true })
    const own = await claimed('tpl_lost')
    const { giftCode } = (await give(own.id)).body
    await operate('POST', `/v1/members/${memberIds[0]}/coupons/${own.id}/void`, { reason: 'fraud' })
    expect(said(await take(giftCode))).toEqual([404, 'gift_missing'])
  })
})

describe('in the course of time', () => {
  // The first of March 2026 is a Sunday; START is 08:00 in Shanghai.
  const MIDNIGHT = START + 16 * HOUR_MS

  it('days, weeks and months of a limit begin in the brand’s zone', async () => {
    const periods = ['day', 'week', 'month'] as const
    for (const period of periods) {
      await make(`tpl_${period}`, { perMemberLimit: 10, periodLimit: { count: 1, period } })
    }
    const claims = async (): Promise<readonly number[]> => {
      const answers = []
      for (const period of periods) answers.push(await claim(`tpl_${period}`))
      const refused = answers.filter(({ status }) => status !== 200)
      expect(new Set(refused.map(({ body }) => body.error?.code))).toEqual(
        new Set(refused.length === 0 ? [] : ['coupon_period_limit_reached']),
      )
      return answers.map(({ status }) => status)
    }
    expect(await claims()).toEqual([200, 200, 200])
    expect(await offer('tpl_day', tokens[0])).toMatchObject({ state: 'claimed' })
    await goTo(MIDNIGHT - 1)
    expect(await claims()).toEqual([409, 409, 409])
    await goTo(MIDNIGHT)
    expect(await claims()).toEqual([200, 200, 409])
    await goTo(MIDNIGHT + DAY_MS)
    expect(await claims()).toEqual([200, 409, 409])
    await goTo(MIDNIGHT + 30 * DAY_MS - 1)
    expect((await claims())[2]).toBe(409)
    await goTo(MIDNIGHT + 30 * DAY_MS)
    expect((await claims())[2]).toBe(200)
  })

  it('an offer ends after a day, and the coupon is its giver’s again', async () => {
    const now = shop.clock.now
    await make('tpl_lapse', { transferable: true })
    const own = await claimed('tpl_lapse')
    const { giftCode } = (await give(own.id)).body
    await goTo(now + DAY_MS)
    expect(said(await take(giftCode))).toEqual([409, 'gift_expired'])
    expect(said(await withdraw(own.id))).toEqual([404, 'gift_missing'])
    const again = (await give(own.id)).body
    expect((await take(again.giftCode)).status).toBe(200)
  })

  it('the holder is told of the end once, if the coupon is still there', async () => {
    const now = shop.clock.now
    await sweep(shop.server, [])
    await make('tpl_notice', { noticeDays: 3, transferable: true })
    const [kept, lost] = [await claimed('tpl_notice'), await claimed('tpl_notice', 1)]
    const { giftCode } = (await give((await claimed('tpl_notice', 2)).id, 2)).body
    const moved = (await take(giftCode, 3)).body
    await operate('POST', `/v1/members/${memberIds[1]}/coupons/${lost.id}/void`, { reason: 'mistake' })
    await goTo(now + 4 * DAY_MS - 1)
    expect(await sweep(shop.server, [])).toMatchObject({ noticedCount: 0 })
    await goTo(now + 4 * DAY_MS)
    expect(await sweep(shop.server, [])).toMatchObject({ noticedCount: 2 })
    expect(await sweep(shop.server, [])).toMatchObject({ noticedCount: 0 })
    const told = await shop.database.database.execute<{ who: string; data: object }>({
      text: `select member_id as who, data from events where type = 'coupon_expiring' and at = $1 order by sequence`,
      values: [shop.clock.now],
    })
    const notice = { type: 'coupon_expiring', validUntil: now + 7 * DAY_MS }
    expect(told.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        { ...notice, memberId: memberIds[0], couponId: kept.id },
        { ...notice, memberId: memberIds[3], couponId: moved.id },
      ]),
    )
    expect(told.map(({ who }) => who).toSorted()).toEqual([memberIds[0], memberIds[3]].toSorted())
  })
})

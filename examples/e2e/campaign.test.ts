import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Campaign, openTurnedShop, type Siyu, type TurnedShop } from '../../tools/turned-shop.ts'
import { expectText, onPages, openBrowser, openDesk, openPhone, signInMember, signInOperator } from './demo.fixture.ts'

/**
 * Campaigns of weeks on real pages: the shop runs in this process, so that its clock and those of the pages can be
 * turned. By hand: Ann brings three friends who buy for 114.75 each, Ben one; the board counts orders.
 */
const { title, isSkipped } = onPages('campaigns that bring friends on real pages')
const DAY_MS = 86_400_000
const START = Date.UTC(2026, 2, 2, 2)

const ANN = { phone: '13900000701', name: '安然' }
const BEN = { phone: '13900000702', name: '本一' }

describe.skipIf(isSkipped)(title, () => {
  let shop: TurnedShop
  let browser: Browser
  beforeAll(async () => {
    shop = await openTurnedShop(START)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await shop?.close()
  })

  /** A friend joins by a member's code and buys, and the goods arrive. */
  const friendBuys = async (phone: string, code: string): Promise<Siyu> => {
    const friend = await shop.member({ phone, name: '好友' }, code)
    await friend.carts.setLine({ skuId: 'sku_22423', quantity: 1 })
    const orderId = friend.newId('ord')
    await friend.orders.checkout({ orderId, expectedPayableMinor: 114_75 })
    const { id: paymentId } = await friend.payments.create({ orderId })
    await friend.payments.simulate({ paymentId, outcome: 'succeed' })
    await friend.orders.receive({ orderId })
    return friend
  }
  /** Lets time go by in the shop and on a page. */
  const turn = async (now: number, page: Page): Promise<void> => {
    await shop.turn(now)
    await page.clock.setFixedTime(now)
  }
  const open = async (page: Page, campaignId: string): Promise<void> => {
    await page.goto(`${shop.url}/campaigns/${campaignId}`)
    await page.getByTestId('campaign-head').waitFor()
  }
  const board = async (): Promise<Campaign> => {
    const name = { zh: '邀友榜', en: 'The friends’ board' }
    const startsAt = shop.now() + 60_000
    const prize = (id: string, count: number, quantity: number) => {
      const of = { zh: `${count}积分`, en: `${count} points` }
      return { id, name: of, reward: { kind: 'points', count } as const, valueMinor: count, quantity }
    }
    const campaign: Campaign = {
      ...{ id: 'cam_board', name, organiser: '阿禾的小屋', rules: { zh: '按好友首单数排名', en: 'By first orders' } },
      ...{ startsAt, endsAt: startsAt + 2 * DAY_MS, awardAt: startsAt + 9 * DAY_MS, returnDays: 7 },
      ...{ minNetMinor: 10_00, budgetMinor: 10_000 },
      terms: { kind: 'leaderboard', by: 'first_orders', prizes: [prize('gold', 500, 1), prize('silver', 100, 2)] },
    }
    await shop.siyu.campaigns.save(campaign)
    await shop.siyu.campaigns.publish({ campaignId: campaign.id })
    return campaign
  }

  test('friends buy, the board shows it, prizes are given, and everybody can draw the lottery again', async () => {
    const ann = await shop.member(ANN)
    const ben = await shop.member(BEN)
    const { awardAt } = await board()
    const phone = await openPhone(browser)
    const { page } = phone
    await turn(shop.now() + 180_000, page)
    await signInMember(page, `${shop.url}/me`, ANN.phone, ANN.name)
    const codeOf = async (of: Siyu): Promise<string> => (await of.referrals.get()).code
    const friends: Siyu[] = []
    for (const n of [1, 2, 3]) friends.push(await friendBuys(`1390000071${n}`, await codeOf(ann)))
    friends.push(await friendBuys('13900000721', await codeOf(ben)))

    await open(page, 'cam_draw')
    await page.getByTestId('lottery-enter').click()
    await page.getByTestId('lottery-entry').waitFor()
    for (const each of [ben, ...friends]) await each.campaigns.enter({ campaignId: 'cam_draw' })
    await open(page, 'cam_friends')
    await expectText(page, 'campaign-waiting', '3')
    expect(await page.getByTestId('campaign-reward').count()).toBe(0)

    await turn(shop.now() + 7 * DAY_MS, page)
    await open(page, 'cam_friends')
    await expectText(page, 'campaign-counted', '3')
    const given = page.locator('[data-testid=campaign-reward][data-state=given]')
    await given.nth(3).waitFor()
    expect(await given.allInnerTexts()).toHaveLength(4)
    await open(page, 'cam_board')
    const rows = page.getByTestId('board-row')
    await rows.nth(1).waitFor()
    const shown = (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
    expect(shown).toEqual([expect.stringContaining('3 单'), expect.stringContaining('本* 1 单')])
    expect(await rows.first().getAttribute('data-me')).toBe('true')
    expect(await wideness(page)).toBe(0)

    await turn(awardAt, page)
    await open(page, 'cam_board')
    await page.locator('[data-testid=campaign-reward][data-state=given]').waitFor()
    await expectText(page, 'campaign-reward', '500积分')

    const { awardAt: drawnAt } = await shop.siyu.campaigns.get({ campaignId: 'cam_draw' })
    await turn(drawnAt, page)
    await open(page, 'cam_draw')
    await page.getByTestId('winner').nth(5).waitFor()
    expect(await page.getByTestId('winner').count()).toBe(6)
    await page.locator('.campaign-proof summary').click()
    await page.getByTestId('draw-check').click()
    await page.locator('[data-testid=draw-checked][data-right=true]').waitFor()
    await expectText(page, 'draw-checked', '已用 6 个抽奖号重算，结果一致')
    expect(await wideness(page)).toBe(0)
    expect(phone.faults).toEqual([])
  })

  test('a campaign that is stopped tells members why, and the operator sees it so', async () => {
    const desk = await openDesk(browser)
    await desk.page.clock.setFixedTime(shop.now())
    await signInOperator(desk.page, shop.url)
    await desk.page.getByTestId('nav-campaigns').click()
    const row = desk.page.getByTestId('friends-row').filter({ hasText: '邀友有礼' })
    await row.getByRole('button').click()
    await desk.page.getByTestId('friends-stop-open').click()
    await desk.page.getByTestId('friends-stop-reason').fill('页面出了故障')
    await desk.page.getByTestId('friends-stop').click()
    await row.getByText('已终止').waitFor()

    const phone = await openPhone(browser)
    await phone.page.clock.setFixedTime(shop.now())
    await open(phone.page, 'cam_friends')
    await expectText(phone.page, 'campaign-stopped', '页面出了故障')
    expect(await phone.page.getByTestId('campaign-head').getAttribute('data-phase')).toBe('stopped')
    expect(await wideness(phone.page)).toBe(0)
    expect([...desk.faults, ...phone.faults]).toEqual([])
  })

  test('the demo’s shop of a promoter has prices of its own, and they can be changed on its page', async () => {
    const phone = await openPhone(browser)
    const { page } = phone
    await page.clock.setFixedTime(shop.now())
    await signInMember(page, `${shop.url}/me/shop`, '13800000801', '苏禾')
    await page.getByTestId('shop-prices').waitFor()
    const price = page.locator('[data-testid=shop-price][data-sku=sku_82482]')
    expect(await price.inputValue()).toBe('20.60')
    await price.fill('19.00')
    await page.getByTestId('shop-prices-save').click()
    await page.getByText('已保存').waitFor()
    expect(await wideness(page)).toBe(0)
    await page.getByTestId('see-shop').click()
    await page.getByTestId('shop-products').getByText('19.00').first().waitFor()
    expect(await wideness(page)).toBe(0)
    expect(phone.faults).toEqual([])
  })
})

/** How far the page is wider than its window. */
function wideness(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../kernel/index.ts'
import { readReferralCode } from '../referrals/index.ts'
import {
  type ApplyKolShopFacts,
  applyForShop,
  type applyKolShop,
  type EditKolShopFacts,
  type editKolShop,
  editShop,
  type KolShopCommand,
  type KolShopFacts,
  type KolShopStatus,
  kolShopMoves,
  type kolShopStats,
  leaveShop,
  MAX_SHOP_DAYS,
  type MoveKolShopFacts,
  type moveKolShop,
  moveShop,
  type PriceKolShopFacts,
  type priceKolShop,
  priceShop,
  type ShopStatsFacts,
  shopStats,
} from './index.ts'

const shop: KolShopFacts = { id: 'shp_1', memberId: 'mem_ann', status: 'applied', code: null }
const application: ApplyKolShopFacts = { shop: undefined, memberId: 'mem_ann', ageBand: 'adult', shopId: 'shp_1' }
const edit: EditKolShopFacts = {
  ...{ shop, productIds: ['prd_b', 'prd_a', 'prd_b'], knownIds: ['prd_a', 'prd_b'] },
  ...{ couponTemplateId: 'tpl_1', hasCoupon: true },
}
const move: MoveKolShopFacts = { shop, move: 'approve', reason: null, linkId: 'lnk_000123456789' }
const none = { visitCount: 0, orderCount: 0, netSalesMinor: 0, commissionMinor: 0 }
const asked: ShopStatsFacts = { isThere: true, from: '2026-03-01', until: '2026-03-31', days: [] }

describe('applications', () => {
  const refused: Record<CodeOf<typeof applyKolShop>, ApplyKolShopFacts> = {
    shop_exists: { ...application, shop },
    promoter_minor: { ...application, ageBand: 'minor' },
  }
  it.each(Object.entries(refused))('refuse %s', (code, facts) => {
    expect(applyForShop(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('keep their shop when they are made again after a no', () => {
    const applied = { type: 'kol_shop_applied', shopId: 'shp_1', memberId: 'mem_ann' }
    expect(applyForShop(application)).toEqual({ ok: true, events: [{ ...applied, isFirst: true }] })
    const again = { ...application, shop: { ...shop, status: 'rejected' as const }, shopId: 'shp_2' }
    expect(applyForShop(again)).toEqual({ ok: true, events: [{ ...applied, isFirst: false }] })
  })
})

describe('changes', () => {
  const refused: Record<CodeOf<typeof editKolShop>, EditKolShopFacts> = {
    shop_missing: { ...edit, shop: undefined },
    shop_move_illegal: { ...edit, shop: { ...shop, status: 'suspended' } },
    product_missing: { ...edit, knownIds: ['prd_a'] },
    shop_coupon_missing: { ...edit, hasCoupon: false },
  }
  it.each(Object.entries(refused))('refuse %s', (code, facts) => {
    expect(editShop(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('keep the order of the selection, each product once', () => {
    expect(editShop(edit)).toMatchObject({ events: [{ productIds: ['prd_b', 'prd_a'], couponTemplateId: 'tpl_1' }] })
  })
})

describe('prices', () => {
  const skus = [{ skuId: 'sku_1', listMinor: 50_00, floorMinor: 30_00 }]
  const price: PriceKolShopFacts = { shop, skus, prices: [{ skuId: 'sku_1', priceMinor: 40_00 }] }
  const at = (priceMinor: number): PriceKolShopFacts => ({ ...price, prices: [{ skuId: 'sku_1', priceMinor }] })
  const refused: Record<CodeOf<typeof priceKolShop>, PriceKolShopFacts> = {
    shop_missing: { ...price, shop: undefined },
    shop_move_illegal: { ...price, shop: { ...shop, status: 'suspended' } },
    sku_missing: { ...price, skus: [] },
    shop_price_fixed: { ...price, skus: skus.map((sku) => ({ ...sku, floorMinor: null })) },
    shop_price_out_of_range: at(29_99),
  }
  it.each(Object.entries(refused))('refuse %s', (code, facts) => {
    expect(priceShop(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('lie between the brand’s floor and the list price, both included', () => {
    expect([at(30_00), at(50_00), at(50_01)].map((facts) => priceShop(facts).ok)).toEqual([true, true, false])
    expect(priceShop({ ...price, prices: [] })).toMatchObject({ events: [{ type: 'kol_shop_priced', prices: [] }] })
    const twice = [...at(45_00).prices, ...at(35_00).prices]
    expect(priceShop({ ...price, prices: twice })).toMatchObject({
      events: [{ prices: [{ skuId: 'sku_1', priceMinor: 35_00 }] }],
    })
  })
})

describe('moves', () => {
  const refused: Record<CodeOf<typeof moveKolShop>, MoveKolShopFacts> = {
    shop_missing: { ...move, shop: undefined },
    shop_move_illegal: { ...move, move: 'reopen' },
    shop_reason_missing: { ...move, move: 'reject' },
  }
  it.each(Object.entries(refused))('refuse %s', (code, facts) => {
    expect(moveShop(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  const outcome = (status: KolShopStatus, command: KolShopCommand): KolShopStatus | null => {
    const at = { ...shop, status, code: 'kxxxxxxxxxx' }
    if (command === 'leave') return leaveShop(at)[0]?.to ?? null
    if (command === 'apply') return applyForShop({ ...application, shop: at }).ok ? 'applied' : null
    if (command === 'edit') return editShop({ ...edit, shop: at }).ok ? status : null
    const decided = moveShop({ ...move, shop: at, move: command, reason: '资料不全' })
    const [event] = decided.ok ? decided.events : []
    return event?.type === 'kol_shop_moved' ? event.to : null
  }
  it('are those of the table, from every state', () => {
    for (const [status, commands] of Object.entries(kolShopMoves)) {
      for (const [command, to] of Object.entries(commands)) {
        expect([status, command, outcome(status as KolShopStatus, command as KolShopCommand)]).toEqual([
          status,
          command,
          to,
        ])
      }
    }
    expect(leaveShop(undefined)).toEqual([])
  })

  it('give a shop its link when it opens for the first time, and keep it', () => {
    const opened = moveShop(move)
    const [moved, link] = opened.ok ? opened.events : []
    const code = moved?.type === 'kol_shop_moved' ? (moved.code ?? '') : ''
    expect(readReferralCode(code)).toMatchObject({ form: 'sound', kind: 'kol' })
    expect(link).toMatchObject({ code, ownerId: 'mem_ann', target: { kind: 'shop', id: 'shp_1' } })
    const again = moveShop({ ...move, move: 'reopen', shop: { ...shop, status: 'suspended', code } })
    const reopened = { type: 'kol_shop_moved', shopId: 'shp_1', memberId: 'mem_ann', to: 'open' }
    expect(again).toEqual({ ok: true, events: [reopened, { type: 'link_reopened', code }] })
  })

  it('close the link of a shop that is suspended, and nothing of one that never had any', () => {
    const open = { ...shop, status: 'open' as const, code: 'kxxxxxxxxxx' }
    const suspended = moveShop({ ...move, move: 'suspend', reason: '图片不合规', shop: open })
    expect(suspended).toMatchObject({ events: [{ to: 'suspended' }, { type: 'link_closed', code: 'kxxxxxxxxxx' }] })
    const rejected = moveShop({ ...move, move: 'reject', reason: '资料不全' })
    expect(rejected.ok && rejected.events.map(({ type }) => type)).toEqual(['kol_shop_moved'])
  })
})

describe('statistics', () => {
  const refused: Record<CodeOf<typeof kolShopStats>, ShopStatsFacts> = {
    shop_missing: { ...asked, isThere: false },
    days_too_many: { ...asked, until: '2026-06-01' },
  }
  it.each(Object.entries(refused))('refuse %s', (code, facts) => {
    expect(shopStats(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('sum up their days', () => {
    const days = [
      { ...none, day: '2026-03-01', visitCount: 4, orderCount: 1, netSalesMinor: 90_00, commissionMinor: 9_00 },
      { ...none, day: '2026-03-02', visitCount: 1, netSalesMinor: 0 },
    ]
    const total = { visitCount: 5, orderCount: 1, netSalesMinor: 90_00, commissionMinor: 9_00 }
    expect(shopStats({ ...asked, days })).toEqual({ ok: true, events: [{ days, total }] })
    const longest = new Date(Date.parse(asked.from) + (MAX_SHOP_DAYS - 1) * 86_400_000).toISOString().slice(0, 10)
    expect(shopStats({ ...asked, until: longest })).toMatchObject({ ok: true })
  })
})

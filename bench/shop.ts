import { createId } from '../packages/core/src/kernel/index.ts'
import { demoBrand, demoSettings } from '../packages/server/src/cli/demo.ts'
import { keyHash } from '../packages/server/src/kernel/access.ts'
import type { Principal } from '../packages/server/src/kernel/call.ts'
import type { Route } from '../packages/server/src/kernel/command.ts'
import type { CommitForm } from '../packages/server/src/kernel/commit.ts'
import type { Database } from '../packages/server/src/kernel/database.ts'
import { NO_RATE_LIMIT } from '../packages/server/src/kernel/limits.ts'
import { pooledRandom } from '../packages/server/src/kernel/random.ts'
import { createServer, type Server } from '../packages/server/src/server.ts'

/** A shop with shelves that never empty and members about to check out. */
export type BenchShop = {
  readonly server: Server
  readonly database: Database
  /** Runs an endpoint in process as a principal; anything but success is thrown. */
  readonly run: (principal: Principal, endpoint: string, input: object, form?: CommitForm) => Promise<unknown>
  readonly shoppers: readonly Shopper[]
  /** Fills all carts again and gives back what checkouts held. */
  readonly refill: () => Promise<void>
}

/** A member whose cart holds some lines, a coupon and points. */
export type Shopper = { readonly memberId: string; readonly skuIds: readonly string[] }

export const brandId: string = demoBrand.id
export const secretKey = 'sk_bench'
export const skuCount = 200
export const operator: Principal = { kind: 'operator', operatorId: 'opr_bench' }
const shopperCount = 400
/** Unless a bench wants more. */
const DEFAULT_LINES = 3
const pointsPerOrder = 1_000
const stockCount = 100_000_000

export const skuId = (index: number): string => `sku_${index % skuCount}`
const randomBytes = pooledRandom()
export const newId = (prefix: string): string => createId(prefix, Date.now(), randomBytes)

/** Opens a server on the database and fills it. */
export async function openBenchShop(database: Database, lineCount: number = DEFAULT_LINES): Promise<BenchShop> {
  const secret = 'a secret of the bench, longer than 32 characters'
  const server = await createServer({ database, secret, rateLimit: NO_RATE_LIMIT, testMode: true })
  const keys = [{ id: 'key_bench', kind: 'secret' as const, keyHash: keyHash(secretKey), origins: [], scopes: ['*'] }]
  await server.run(brandId, 'brands.create', { brand: demoBrand, settings: demoSettings, keys, operators: [] }, 'bench')
  const run = runnerOf(server)
  await stockShelves(run)
  const { memberId, couponId } = await firstShopper(run)
  const shoppers = await cloneShoppers(database, memberId, lineCount)
  const refill = (): Promise<void> => refillCarts(database, shoppers, couponId)
  await refill()
  return { server, database, run, shoppers, refill }
}

function runnerOf(server: Server): BenchShop['run'] {
  const routes = new Map<string, Route>(server.routes.map((route) => [route.endpoint.name, route]))
  return async (principal, endpoint, input, form = 'composed') => {
    const route = routes.get(endpoint)
    if (route === undefined) throw new Error(`no endpoint ${endpoint}`)
    const call = { brandId, principal, key: newId('key'), now: Date.now(), newId, hash: (text: string) => text }
    const outcome = await route.run({ ...server.engine, form }, call, input, { dryRun: false })
    if (outcome.kind !== 'done') throw new Error(`${endpoint}: ${JSON.stringify(outcome)}`)
    return outcome.output
  }
}

async function stockShelves(run: BenchShop['run']): Promise<void> {
  for (let index = 0; index < skuCount; index += 1) {
    const title = { zh: `商品 ${index}`, en: `Article ${index}` }
    const sku = { id: skuId(index), title, listMinor: 10_000, costMinor: 5_000, memberPrices: [] }
    const shown = { description: '', imageUrl: null, category: 'bench', published: true }
    await run(operator, 'catalog.save', { id: `prd_${index}`, title, ...shown, skus: [sku] })
    await run(operator, 'inventory.adjust', { skuId: sku.id, deltaCount: stockCount, reason: 'bench' })
  }
}

async function firstShopper(run: BenchShop['run']): Promise<{ readonly memberId: string; readonly couponId: string }> {
  const found = await run(operator, 'members.import', { externalId: 'bench', joinedAt: Date.now(), name: 'Bench' })
  const { memberId } = found as { readonly memberId: string }
  const template = {
    ...{ id: 'cpt_bench', name: { zh: '满减', en: 'Full reduction' }, totalLimit: null, perMemberLimit: 1 },
    ...{ conditions: [], effect: { kind: 'amount_off', minor: 1_000 }, validity: { kind: 'relative', days: 30 } },
    ...{ claimFrom: 0, claimUntil: null, active: true, funder: 'brand' },
  }
  await run(operator, 'coupons.saveTemplate', template)
  await run(operator, 'points.adjust', { memberId, deltaCount: 5_000, reason: 'bench' })
  const coupon = await run(asMember(memberId), 'coupons.claim', { templateId: template.id })
  await run(asMember(memberId), 'carts.setLine', { skuId: skuId(0), quantity: 1 })
  return { memberId, couponId: (coupon as { readonly id: string }).id }
}

export function asMember(memberId: string): Principal {
  return { kind: 'member', memberId, sessionId: 'ses_bench' }
}

/** Copies everything one member has, row by row: set up through the front door it would take longer than the bench. */
async function cloneShoppers(database: Database, memberId: string, lineCount: number): Promise<readonly Shopper[]> {
  const owned = ['member_tiers', 'points_accounts', 'points_lots', 'carts', 'coupons', 'referral_nodes']
  const others = owned.map((each) => [each, 'member_id'] as const)
  for (const [name, column] of [['members', 'id'], ['ledger_accounts', 'owner_id'], ...others] as const) {
    await database.execute({
      text: `insert into ${name} select r.* from ${name} t cross join generate_series(0, $2::int - 1) n
        cross join lateral jsonb_populate_record(null::${name},
          to_jsonb(t) || jsonb_build_object('${column}', 'mem_bench_' || n)) r
        where t.brand_id = $3 and t.${column} = $1`,
      values: [memberId, shopperCount, brandId],
    })
  }
  return Array.from({ length: shopperCount }, (_, index) => ({
    memberId: `mem_bench_${index}`,
    skuIds: Array.from({ length: lineCount }, (_line, at) => skuId(index * lineCount + at * 67)).sort(),
  }))
}

async function refillCarts(database: Database, shoppers: readonly Shopper[], couponId: string): Promise<void> {
  const lines = shoppers.map(({ skuIds }) =>
    JSON.stringify(skuIds.map((id) => ({ lineId: id, skuId: id, quantity: 1 }))),
  )
  await database.execute({
    text: `update carts c set lines = r.lines::jsonb, coupon_ids = jsonb_build_array($2::text), points_count = $3
      from unnest($4::text[], $5::text[]) r(member_id, lines) where c.brand_id = $1 and c.member_id = r.member_id`,
    values: [brandId, couponId, pointsPerOrder, shoppers.map(({ memberId }) => memberId), lines],
  })
  await database.script(`update coupons set status = 'issued', order_id = null where status <> 'issued';
    update points_accounts set held_count = 0 where held_count > 0;
    update points_lots set remaining_count = amount_count where remaining_count < amount_count;`)
}

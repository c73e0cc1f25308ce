/** What a referral tree of a million members costs: chain queries, and binding beside statements written by hand. */
import type { Database, Statement } from '../packages/server/src/kernel/database.ts'
import { startEmbeddedPostgres } from '../packages/server/src/kernel/embedded.ts'
import { openPostgres } from '../packages/server/src/kernel/postgres.ts'
import { compare, median } from './measure.ts'
import { asMember, type BenchShop, brandId, newId, openBenchShop, operator } from './shop.ts'
import { progress, table } from './table.ts'

const memberCount = 1_000_000
/** A chain this deep stands in the tree; the others are bound to somebody before them, the early ones most. */
const chainDepth = 10_000
/** Members who are bound to nobody yet. */
const freeCount = 200_000
const readCount = 300
const clientCount = 16
const roundMs = 1_500
const roundCount = 5

/** Prints both tables. */
export async function benchReferrals(): Promise<void> {
  const server = await startEmbeddedPostgres({ durable: true })
  const database = await openPostgres({ connectionString: server.url, poolSize: 20 })
  try {
    const shop = await openBenchShop(database)
    try {
      await plant(database)
      console.log(`${table(await measureReads(shop))}\n`)
      console.log(table(await measureBinding(shop)))
    } finally {
      await shop.server.close()
    }
  } finally {
    await database.close().finally(server.stop)
  }
}

const memberId = (index: number): string => `mem_tree_${index}`

async function plant(database: Database): Promise<void> {
  progress(`${memberCount} members, a chain of ${chainDepth}`)
  const last = memberCount - freeCount
  await database.script(`
    insert into referral_nodes (brand_id, member_id, referrer_id, code, bound_at, direct_count, left_count)
      select '${brandId}', 'mem_tree_' || n,
        case when n = 0 or n >= ${last} then null
          when n < ${chainDepth} then 'mem_tree_' || (n - 1)
          else 'mem_tree_' || floor(power(random(), 3) * n)::int end, 'code' || n, n, 0, 0
      from generate_series(0, ${memberCount - 1}) n;
    insert into referral_codes (brand_id, code, member_id)
      select '${brandId}', 'code' || n, 'mem_tree_' || n from generate_series(0, ${memberCount - 1}) n;
    update referral_nodes n set direct_count = d.count from (
      select referrer_id, count(*) as count from referral_nodes where referrer_id is not null group by 1) d
    where n.brand_id = '${brandId}' and n.member_id = d.referrer_id`)
  await database.script('vacuum analyze')
}

async function measureReads(shop: BenchShop): Promise<readonly (readonly string[])[]> {
  const rows = [['query', 'ms, median', 'ms, 99 of 100']]
  const deep = memberId(chainDepth - 1)
  const queries: Readonly<Record<string, (turn: number) => Promise<unknown>>> = {
    'upline, 20 of 10,000': () => shop.run(operator, 'referrals.upline', { memberId: deep }),
    'upline, next 20': (turn) =>
      shop.run(operator, 'referrals.upline', { memberId: deep, cursor: memberId(chainDepth - 1 - 20 * (turn % 400)) }),
    'downline 1, 20 of the largest team': () =>
      shop.run(operator, 'referrals.downline', { memberId: memberId(0), level: 'direct' }),
    'downline 2, 20 of the largest': () =>
      shop.run(operator, 'referrals.downline', { memberId: memberId(0), level: 'second' }),
    'downline 2, of anybody': (turn) =>
      shop.run(operator, 'referrals.downline', { memberId: memberId(turn * 37), level: 'second' }),
    'own place, with its size': (turn) => shop.run(asMember(memberId(turn * 37)), 'referrals.get', {}),
  }
  for (const [name, ask] of Object.entries(queries)) {
    progress(name)
    const times: number[] = []
    for (let turn = 0; turn < readCount; turn += 1) {
      const startedAt = performance.now()
      await ask(turn)
      // The first ones are planned and compiled.
      if (turn >= readCount / 3) times.push(performance.now() - startedAt)
    }
    const late = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
    rows.push([name, median(times).toFixed(2), late.toFixed(2)])
  }
  return rows
}

/** One statement for one purpose: the rows a binding writes, without facts, versions or order of locks. */
const floorText = `with claim as (
    insert into requests (brand_id, principal, endpoint, key, input_hash, status, reply, at)
    values ($1, $2, 'referrals.bind', $3, $4, 'done', $5::jsonb, $6) on conflict do nothing returning 1
  ), journal as (
    insert into events (brand_id, id, type, at, member_id, principal, step, data)
    select $1, $7, 'member_bound', $6, $2, $2, 0, $8::jsonb from claim returning 1
  ), child as (
    update referral_nodes set referrer_id = $9, bound_at = $6, version = version + 1 from claim
    where brand_id = $1 and member_id = $2 returning 1
  ), parent as (
    update referral_nodes set direct_count = direct_count + 1, version = version + 1 from claim
    where brand_id = $1 and member_id = $9 returning 1
  ) select (select count(*) from child) + (select count(*) from parent) as n`

function floorBinding(child: string, parent: string): Statement {
  const [key, at] = [newId('key'), Date.now()]
  const event = JSON.stringify({ type: 'member_bound', memberId: child, referrerId: parent, code: 'code' })
  const reply = JSON.stringify({ code: 'code', referrerId: parent, directCount: 0 })
  return {
    text: floorText,
    values: [brandId, child, key, 'f'.repeat(64), reply, at, newId('evt'), event, parent],
  }
}

async function measureBinding(shop: BenchShop): Promise<readonly (readonly string[])[]> {
  const { database } = shop
  await database.script(
    'create table raw_bindings (brand_id text, member_id text, referrer_id text, at bigint, primary key (brand_id, member_id))',
  )
  const first = memberCount - freeCount
  let turn = 0
  const next = (): { readonly child: number; readonly parent: number } => {
    turn += 1
    return { child: first + (turn % freeCount), parent: (turn * 7_919) % first }
  }
  const works = {
    insert: async () => {
      const { child, parent } = next()
      const values = [brandId, newId('raw'), memberId(parent), child]
      await database.execute({ text: 'insert into raw_bindings values ($1, $2, $3, $4)', values })
      return true
    },
    floor: async () => {
      const { child, parent } = next()
      return (await database.execute(floorBinding(memberId(child), memberId(parent)))).length === 1
    },
    bind: async () => {
      const { child, parent } = next()
      await shop.run(asMember(memberId(child)), 'referrals.bind', { code: `code${parent}` })
      return true
    },
  }
  const rows = [['clients', 'insert of a row/s', 'same rows by hand/s', 'bind/s', 'bind÷insert', 'bind÷by hand']]
  for (const clients of [1, clientCount]) {
    progress(`binding, ${clients} clients`)
    const rates = await compare({ clientCount: clients, roundMs, roundCount, reset: shop.server.outbox.drain, works })
    const { insert, floor, bind } = rates
    const figures = [insert, floor, bind].map((figure) => figure.toFixed(0))
    rows.push([`${clients}`, ...figures, (bind / insert).toFixed(2), (bind / floor).toFixed(2)])
  }
  return rows
}

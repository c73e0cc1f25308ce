/** Stands here because it joins what the tests of two packages bring: a shop, and the engine of ClickHouse. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { clickhouseSkip, startChdb } from '../packages/analytics/src/clickhouse/chdb.fixture.ts'
import { clickhouseMirror, openClickHouse } from '../packages/analytics/src/clickhouse/index.ts'
import { openShop, START } from '../packages/server/src/kernel/testing/shop.ts'

const DAY_MS = 86_400_000
const title = `a period leaves the shop as Parquet, over HTTP${clickhouseSkip === undefined ? '' : ` (${clickhouseSkip})`}`

it.skipIf(clickhouseSkip !== undefined)(title, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'siyu-parquet-'))
  const engine = await startChdb()
  const client = await openClickHouse(engine.url)
  const shop = await openShop({ analytics: { mirror: clickhouseMirror(client) } })
  try {
    const track = (event: string, at: number) => ({ type: 'track', event, anonymousId: 'a', timestamp: at })
    const batch = [track('late', START + 2_000), track('early', START + 1_000), track('before', START - DAY_MS)]
    shop.clock.now = START + 5_000
    const send = (address: string, init: RequestInit) => shop.server.fetch(new Request(address, init))
    const sent = { method: 'POST', body: JSON.stringify({ batch, writeKey: shop.pk }) }
    expect((await send('http://shop.test/v1/batch', sent)).status).toBe(200)
    await shop.server.passEvents()
    const query = `fromAt=${START}&untilAt=${START + DAY_MS}&format=parquet`
    const headers = { authorization: `Bearer ${shop.sk}` }
    const reply = await send(`http://shop.test/v1/analytics/export?${query}`, { headers })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/vnd.apache.parquet'])
    expect(reply.headers.get('content-disposition')).toMatch(/filename="events-[\d-]+\.parquet"/)
    const file = path.join(folder, 'events.parquet')
    await writeFile(file, Buffer.from(await reply.arrayBuffer()))
    const read = await client.query({
      query: `select event from file('${file}', Parquet)`,
      format: 'JSONEachRow',
    })
    expect(await read.json()).toEqual([{ event: 'early' }, { event: 'late' }])
    expect(shop.faults).toEqual([])
  } finally {
    await shop.close()
    await client.close()
    await engine.close()
    await rm(folder, { recursive: true })
  }
})

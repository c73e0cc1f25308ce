import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { emptyTables, openDatabase, pgliteSql } from '../loopback.fixture.ts'
import { DAYS_AHEAD_COUNT, type EventStore, postgresEventStore, type StoredEvent } from './index.ts'

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-03-01T12:00:00Z')

let database: PGlite
let store: EventStore

beforeAll(async () => {
  database = await openDatabase()
  store = postgresEventStore(pgliteSql(database))
})
beforeEach(() => emptyTables(database))
afterAll(() => database.close())

const at = (messageId: string, daysAgo: number, part: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ messageId, type: 'track', event: 'a', memberId: 'mem_1', properties: {}, context: {} },
  ...{ occurredAt: NOW - daysAgo * DAY_MS, receivedAt: NOW, ...part },
})
const rows = async <T>(text: string) => (await database.query<T>(text)).rows
const dayOf = async () =>
  rows('select message_id as id, tableoid::regclass::text as day from analytics_events order by message_id')
const keep = (retentionDays: number | null, now = NOW) => store.keep({ now, retentionDays })

it('puts events into tables of their days, made ahead and in arrears, and drops days whose time is over', async () => {
  await store.insert('brand_a', [at('a', 0), at('b', 1), at('c', 1), at('d', 40), at('e', 900)])
  const { madeDays, droppedDays } = await keep(60)
  expect([madeDays.length, droppedDays]).toEqual([3 + DAYS_AHEAD_COUNT, []])
  expect(await keep(60)).toEqual({ madeDays: [], droppedDays: [] })
  await store.insert('brand_a', [at('f', 0), at('g', -3, { receivedAt: NOW + 3 * DAY_MS }), at('h', 59)])
  expect(await dayOf()).toEqual([
    { id: 'a', day: 'siyu_days.events_20260301' },
    { id: 'b', day: 'siyu_days.events_20260228' },
    { id: 'c', day: 'siyu_days.events_20260228' },
    { id: 'd', day: 'siyu_days.events_20260120' },
    { id: 'f', day: 'siyu_days.events_20260301' },
    { id: 'g', day: 'siyu_days.events_20260304' },
    { id: 'h', day: 'siyu_days.events_rest' },
  ])
  expect((await keep(30)).droppedDays).toEqual(['2026-01-20'])
  const left = (await dayOf()) as { id: string }[]
  expect(left.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'f', 'g'])
  expect(await rows('select message_id as id from analytics_messages order by 1')).toEqual(
    left.map(({ id }) => ({ id })),
  )
})

it('keeps everything when told so, and old events in the rest when none was told', async () => {
  await store.insert('brand_a', [at('old', 20_000)])
  expect((await keep(null)).droppedDays).toEqual([])
  expect(await store.list({ brandId: 'brand_a', limit: 9 })).toHaveLength(1)
})

it('knows an event that comes again on the other side of midnight', async () => {
  await keep(null)
  const before = Date.parse('2026-02-28T23:59:59.999Z')
  const first = await store.insert('brand_a', [at('m', 0, { occurredAt: before })])
  const again = await store.insert('brand_a', [at('m', 0, { occurredAt: before + 1 })])
  expect([first.storedCount, again]).toEqual([1, { storedCount: 0, duplicateCount: 1 }])
  expect(await store.list({ brandId: 'brand_a', limit: 9 })).toHaveLength(1)
})

it('does not take back an erased event that is sent once more', async () => {
  await store.insert('brand_a', [at('m', 0)])
  await store.insertDead('brand_a', [{ letterId: 'd', reason: 'too_deep', raw: '{"userId":"mem_1"}', receivedAt: NOW }])
  expect(await store.erase('brand_a', 'mem_1')).toBe(1)
  await store.insert('brand_a', [at('m', 0)])
  expect(await store.list({ brandId: 'brand_a', limit: 9 })).toEqual([])
  expect(await store.listDead({ brandId: 'brand_a', limit: 9 })).toEqual([])
})

it('moves all of a member to another when two turn out to be one, with their devices, and again without harm', async () => {
  const step = (messageId: string, event: string, ms: number, part: Partial<StoredEvent>) =>
    at(messageId, 0, { event, occurredAt: NOW + ms, ...part })
  await store.insert('brand_a', [
    step('1', 'view', 1, { memberId: undefined, anonymousId: 'phone' }),
    step('2', '$identify', 2, { memberId: 'mem_old', anonymousId: 'phone' }),
    step('3', 'view', 3, { memberId: undefined, anonymousId: 'laptop' }),
    step('4', '$identify', 4, { memberId: 'mem_new', anonymousId: 'laptop' }),
    step('5', 'buy', 5, { memberId: 'mem_new', anonymousId: 'laptop' }),
    step('6', 'view', 6, { memberId: 'mem_other', anonymousId: 'other' }),
  ])
  await store.insert('brand_b', [step('2', 'view', 2, { memberId: 'mem_old' })])
  const funnel = async () =>
    (
      await store.funnel({
        ...{ brandId: 'brand_a', steps: [{ event: 'view' }, { event: 'buy' }], order: 'ordered', windowMs: 100 },
      })
    ).steps.map(({ count }) => count)
  expect(await funnel()).toEqual([3, 1])
  expect(await store.rekey('brand_a', 'mem_old', 'mem_new')).toBe(1)
  expect(await store.rekey('brand_a', 'mem_old', 'mem_new')).toBe(0)
  expect(await store.rekey('brand_a', 'mem_new', 'mem_new')).toBe(0)
  expect(await funnel()).toEqual([2, 1])
  expect(await store.list({ brandId: 'brand_a', limit: 9, personId: 'mem_new' })).toHaveLength(3)
  expect(await store.list({ brandId: 'brand_b', limit: 9, personId: 'mem_old' })).toHaveLength(1)
  expect(await store.erase('brand_a', 'mem_new')).toBe(5)
})

it('exports a period as lines of JSON and as CSV that no spreadsheet runs, page by page', async () => {
  const many = Array.from({ length: 1_003 }, (_, n) =>
    at(`m${String(n).padStart(4, '0')}`, 0, { occurredAt: 5 + (n >> 2) }),
  )
  const odd = at('odd', 0, {
    ...{ occurredAt: 900, event: '=cmd|"x",1', anonymousId: '+anon\n2', sessionId: undefined, bot: 'webdriver' },
    ...{ properties: { 名: '“私域”', n: -1 } },
  })
  await store.insert('brand_a', [...many, odd, at('out', 0, { occurredAt: 1_000 })])
  await store.insert('brand_b', [at('theirs', 0, { occurredAt: 10 })])
  const text = async (format: 'ndjson' | 'csv') => {
    const parts: string[] = []
    for await (const part of store.exportText({ brandId: 'brand_a', fromAt: 5, untilAt: 1_000, format }))
      parts.push(part)
    return parts
  }
  const json = await text('ndjson')
  const lines = json.join('').trimEnd().split('\n')
  expect([json.length, lines.length]).toEqual([2, 1_004])
  expect(lines.map((line) => JSON.parse(line).messageId)).toEqual([...many.map(({ messageId }) => messageId), 'odd'])
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ ...odd, sessionId: null, sentAt: null })
  const csv = (await text('csv')).join('')
  expect(csv.startsWith('messageId,type,event,anonymousId,memberId,sessionId,occurredAt')).toBe(true)
  const last = `odd,track,"'=cmd|""x"",1","'+anon\n2",mem_1,,900,${NOW},,webdriver,"{""n"":-1,""名"":""“私域”""}",{}\r\n`
  expect(csv.endsWith(last)).toBe(true)
})

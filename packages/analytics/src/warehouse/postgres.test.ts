import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type EventCondition,
  type EventFilter,
  type FunnelExclusion,
  type FunnelQuery,
  funnel,
  type RetentionQuery,
  retention,
} from '../analysis/index.ts'
import { emptyTables, openDatabase, pgliteSql } from '../loopback.fixture.ts'
import { type EventStore, postgresEventStore, type StoredEvent } from './index.ts'

let database: PGlite
let store: EventStore
let serial = 0

function stored(part: Partial<StoredEvent>): StoredEvent {
  serial++
  return {
    messageId: `m-${String(serial).padStart(6, '0')}`,
    type: 'track',
    event: 'a',
    memberId: part.anonymousId === undefined ? 'mem_1' : undefined,
    occurredAt: serial,
    receivedAt: 1_000_000 + serial,
    properties: {},
    context: {},
    ...part,
  }
}

beforeAll(async () => {
  database = await openDatabase()
  store = postgresEventStore(pgliteSql(database))
})
beforeEach(async () => {
  await emptyTables(database)
})
afterAll(() => database.close())

describe('postgresEventStore', () => {
  it('stores each message once per brand and counts duplicates', async () => {
    const [one, two, three] = [stored({}), stored({}), stored({})]
    expect(await store.insert('brand_a', [one, two, one])).toEqual({ storedCount: 2, duplicateCount: 1 })
    expect(await store.insert('brand_a', [two, three])).toEqual({ storedCount: 1, duplicateCount: 1 })
    expect(await store.insert('brand_b', [one])).toEqual({ storedCount: 1, duplicateCount: 0 })
    expect(await store.insert('brand_a', [])).toEqual({ storedCount: 0, duplicateCount: 0 })
    expect(await store.list({ brandId: 'brand_a', limit: 10 })).toHaveLength(3)
  })

  it('gives back what it was given', async () => {
    const event = stored({
      anonymousId: 'anon',
      memberId: 'mem_1',
      sessionId: 's',
      sentAt: 77,
      properties: { 名: '私域 “quoted” \\ \n', nested: { list: [1, 2.5, null, true] } },
      context: { page: { url: 'https://shop.example/?q=%E7%A7%81' } },
    })
    await store.insert('brand_a', [event])
    expect(await store.list({ brandId: 'brand_a', limit: 10 })).toEqual([event])
  })

  it('gives back ids, names and contexts of any letters, each its own, from one batch', async () => {
    const texts = ['NULL', '{a,"b"}', 'a\\b', 'x\u001ey', "o'r", ' ', '\u2028', '🍵', '\\"', '()']
    const events = texts.flatMap((text, at) =>
      [1, 2].map((n) =>
        stored({
          ...{ messageId: `${text}${n}`, event: text, anonymousId: text, sessionId: n === 1 ? text : undefined },
          ...{
            occurredAt: at,
            receivedAt: 100 - at * 2 - n,
            sentAt: at % 3 ? at : undefined,
            bot: at % 2 ? text : undefined,
          },
          ...{ properties: { [text]: text }, context: at % 2 ? { text } : {} },
        }),
      ),
    )
    await store.insert('brand_a', events)
    expect(await store.list({ brandId: 'brand_a', limit: 100 })).toEqual(events)
  })

  it('pages newest first, by event and by person', async () => {
    const events = Array.from({ length: 7 }, (_, at) =>
      stored({ receivedAt: 5 + (at >> 1), event: at % 2 ? 'odd' : 'even', memberId: `mem_${at % 3}` }),
    )
    await store.insert('brand_a', events)
    const newest = events.toReversed().map(({ messageId }) => messageId)
    const first = await store.list({ brandId: 'brand_a', limit: 4 })
    const last = first.at(-1)
    if (!last) throw new Error('no rows')
    const second = await store.list({ brandId: 'brand_a', limit: 4, before: last })
    expect([...first, ...second].map(({ messageId }) => messageId)).toEqual(newest)
    expect(await store.list({ brandId: 'brand_a', limit: 9, event: 'odd', personId: 'mem_1' })).toHaveLength(1)
  })

  it('links an anonymous id to the earliest member, whatever the order of arrival', async () => {
    const link = (memberId: string, occurredAt: number) =>
      store.insert('brand_a', [stored({ event: '$identify', anonymousId: 'anon', memberId, occurredAt })])
    await link('mem_late', 30)
    await link('mem_early', 10)
    await link('mem_middle', 20)
    const { rows } = await database.query('select member_id, linked_at from analytics_identities')
    expect(rows).toEqual([{ member_id: 'mem_early', linked_at: 10 }])
  })

  it('erases a member with the anonymous past, and nobody else', async () => {
    await store.insert('brand_a', [
      stored({ anonymousId: 'anon' }),
      stored({ anonymousId: 'anon', memberId: 'mem_1' }),
      stored({ memberId: 'mem_1' }),
      stored({ memberId: 'mem_2', anonymousId: 'anon' }),
      stored({ anonymousId: 'other' }),
    ])
    expect(await store.erase('brand_b', 'mem_1')).toBe(0)
    expect(await store.erase('brand_a', 'mem_1')).toBe(3)
    expect(await store.list({ brandId: 'brand_a', limit: 10 })).toHaveLength(2)
  })

  it('tells what arrived in each hour, what came again, and how late', async () => {
    const hour = 3_600_000
    const late = [0, 1000, 2000].map((lag) => stored({ occurredAt: hour - lag, receivedAt: hour }))
    await store.insert('brand_a', late)
    await store.insert('brand_a', late.slice(1))
    await store.insert('brand_a', [stored({ occurredAt: 3 * hour, receivedAt: 3 * hour + 7 })])
    await store.insertDead('brand_a', [{ letterId: 'd', reason: 'event_missing', raw: '{}', receivedAt: 2 * hour }])
    const quiet = { acceptedCount: 0, duplicateCount: 0, deadCount: 0, medianLagMs: null, slowLagMs: null }
    const hours = [
      { ...quiet, startsAt: 3 * hour, acceptedCount: 1, medianLagMs: 7, slowLagMs: 7 },
      { ...quiet, startsAt: 2 * hour, deadCount: 1 },
      { ...quiet, startsAt: hour, acceptedCount: 3, duplicateCount: 2, medianLagMs: 1000, slowLagMs: 2000 },
    ]
    expect(await store.delivery('brand_a', 0)).toEqual(hours)
    expect(await store.delivery('brand_a', 2 * hour)).toEqual(hours.slice(0, 2))
    expect(await store.delivery('brand_b', 0)).toEqual([])
  })

  it('pages dead letters, the latest first', async () => {
    const letters = ['d1', 'd2', 'd3'].map((letterId) => ({ letterId, reason: 'r', raw: '{}', receivedAt: 5 }))
    await store.insertDead('brand_a', [...letters, { letterId: 'd0', reason: 'r', raw: '{}', receivedAt: 9 }])
    const [first, second] = await store.listDead({ brandId: 'brand_a', limit: 2 })
    expect([first?.letterId, second?.letterId]).toEqual(['d0', 'd1'])
    const rest = await store.listDead({ brandId: 'brand_a', limit: 9, before: second })
    expect(rest.map(({ letterId }) => letterId)).toEqual(['d2', 'd3'])
  })

  it('keeps a dead letter once', async () => {
    const letter = { letterId: 'd1', reason: 'event_missing', raw: '{}', receivedAt: 5 }
    await store.insertDead('brand_a', [letter])
    await store.insertDead('brand_a', [letter])
    expect(await store.listDead({ brandId: 'brand_a', limit: 5 })).toEqual([letter])
  })
})

const value = fc.constantFrom<string | number | boolean>('x', 'xy', 1, 2.5, true)
const condition: fc.Arbitrary<EventCondition> = fc.oneof(
  fc.record({ property: fc.constantFrom('p', 'q'), op: fc.constantFrom('eq' as const, 'ne' as const), value }),
  fc.record({
    property: fc.constantFrom('p', 'q'),
    op: fc.constantFrom('gte' as const, 'lte' as const),
    value: fc.constantFrom(1, 2),
  }),
  fc.record({ property: fc.constant('p'), op: fc.constant('contains' as const), value: fc.constantFrom('x', 'y', '') }),
  fc.record({ property: fc.constantFrom('p', 'q'), op: fc.constantFrom('exists' as const, 'absent' as const) }),
)
const plain: fc.Arbitrary<EventFilter> = fc.record({ event: fc.constantFrom('a', 'b', 'c') })
const choosy: fc.Arbitrary<EventFilter> = fc.record(
  { event: fc.constantFrom('a', 'b', 'c', null), where: fc.array(condition, { minLength: 1, maxLength: 2 }) },
  { requiredKeys: ['event'] },
)
const filter = fc.oneof({ arbitrary: plain, weight: 3 }, { arbitrary: choosy, weight: 1 })
const exclusionsOf = (stepCount: number): fc.Arbitrary<readonly FunnelExclusion[]> =>
  stepCount < 2
    ? fc.constant([])
    : fc.array(
        fc
          .tuple(
            fc.oneof(fc.constant({ event: 'd' }), filter),
            fc.integer({ min: 1, max: stepCount - 1 }),
            fc.integer({ min: 1, max: stepCount }),
          )
          .map(([excluded, afterStep, end]) => ({ ...excluded, afterStep, beforeStep: Math.max(end, afterStep + 1) })),
        { maxLength: 2 },
      )
const question: fc.Arbitrary<FunnelQuery> = fc.array(filter, { minLength: 1, maxLength: 5 }).chain((steps) =>
  fc.record(
    {
      steps: fc.constant(steps),
      windowMs: fc.integer({ min: 0, max: 25 }),
      order: fc.constantFrom('ordered' as const, 'strict' as const, 'unordered' as const),
      exclusions: exclusionsOf(steps.length),
      fromAt: fc.integer({ min: 0, max: 15 }),
      untilAt: fc.integer({ min: 10, max: 40 }),
    },
    { requiredKeys: ['steps', 'windowMs', 'order'] },
  ),
)
const properties = fc.dictionary(fc.constantFrom('p', 'q'), fc.oneof(value, fc.constant(null), fc.constant(['x'])), {
  noNullPrototype: true,
})
const happening = fc
  .record({
    event: fc.constantFrom('a', 'b', 'c', 'd'),
    anonymousId: fc.option(fc.constantFrom('anon_1', 'anon_2', 'anon_3'), { nil: undefined }),
    memberId: fc.option(fc.constantFrom('mem_1', 'mem_2'), { nil: undefined, freq: 2 }),
    occurredAt: fc.integer({ min: 0, max: 40 }),
    properties,
  })
  .filter(({ anonymousId, memberId }) => anonymousId !== undefined || memberId !== undefined)

const periods: fc.Arbitrary<RetentionQuery> = fc
  .record(
    {
      begin: filter,
      comeBack: filter,
      cohort: fc.constantFrom('first' as const, 'every' as const),
      bounds: fc
        .uniqueArray(fc.integer({ min: 0, max: 45 }), { minLength: 2, maxLength: 8 })
        .map((bounds) => bounds.toSorted((a, b) => a - b)),
      mode: fc.constantFrom('exact' as const, 'unbounded' as const, 'bracket' as const),
      bracketEnds: fc.constantFrom([1], [1, 3], [2, 4, 5]),
      minimumCount: fc.constantFrom(1, 2),
    },
    { requiredKeys: ['begin', 'comeBack', 'cohort', 'bounds', 'mode', 'bracketEnds'] },
  )
  .map(({ bracketEnds, ...query }) => (query.mode === 'bracket' ? { ...query, bracketEnds } : query))

/** Stores random streams in the brand, beside another brand's, and asks random questions. */
async function ask<Query>(
  queries: fc.Arbitrary<Query>,
  judge: (query: Query, events: readonly StoredEvent[]) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { maxLength: 60, size: 'max' }),
      fc.array(queries, { minLength: 3, maxLength: 3 }),
      async (happenings, asked) => {
        await emptyTables(database)
        const events = happenings.map(stored)
        await store.insert(
          'brand_b',
          events.map((event) => ({ ...event, memberId: 'mem_other' })),
        )
        // In two batches, the later one first: the links must not depend on the order of arrival.
        await store.insert('brand_a', events.slice(20))
        await store.insert('brand_a', events.slice(0, 20))
        for (const query of asked) await judge(query, events)
      },
    ),
    // The short run asks the same questions each time: it also checks that they are no trivial ones.
    process.env['SIYU_LONG'] ? { numRuns: 1500 } : { numRuns: 80, seed: 3 },
  )
}

describe('analyses in SQL', () => {
  it('give the same funnels as the pure function on random streams', async () => {
    const seen: string[] = []
    await ask(question, async (query, events) => {
      const expected = funnel(query, events)
      expect(await store.funnel({ ...query, brandId: 'brand_a' })).toEqual(expected)
      const depth = expected.steps.filter(({ count }) => count > 0).length
      const plain = funnel({ ...query, exclusions: [] }, events)
      seen.push(`${query.order} ${depth >= 3 ? 'deep' : 'flat'}`)
      if (JSON.stringify(plain) !== JSON.stringify(expected)) seen.push(`${query.order} excluded`)
    })
    // The streams are no trivial ones: deep steps are reached, and exclusions tell.
    for (const order of ['ordered', 'strict', 'unordered'])
      for (const kind of ['deep', 'excluded'])
        expect(seen.filter((each) => each === `${order} ${kind}`)).not.toEqual([])
  })

  it('give the same retention as the pure function on random streams', async () => {
    let returnedCount = 0
    await ask(periods, async (query, events) => {
      const expected = retention(query, events)
      expect(await store.retention({ ...query, brandId: 'brand_a' })).toEqual(expected)
      returnedCount += expected.rows.filter(({ counts }) => counts.some((count) => count > 0)).length
    })
    expect(returnedCount).toBeGreaterThan(30)
  })
})

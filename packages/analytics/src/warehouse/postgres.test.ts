import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FunnelQuery, type FunnelStep, funnel, type StepCondition } from '../analysis/index.ts'
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

  it('keeps a dead letter once', async () => {
    const letter = { letterId: 'd1', reason: 'event_missing', raw: '{}', receivedAt: 5 }
    await store.insertDead('brand_a', [letter])
    await store.insertDead('brand_a', [letter])
    expect(await store.listDead({ brandId: 'brand_a', limit: 5 })).toEqual([letter])
  })
})

const value = fc.constantFrom<string | number | boolean>('x', 'xy', 1, 2.5, true)
const condition: fc.Arbitrary<StepCondition> = fc.oneof(
  fc.record({ property: fc.constantFrom('p', 'q'), op: fc.constantFrom('eq' as const, 'ne' as const), value }),
  fc.record({
    property: fc.constantFrom('p', 'q'),
    op: fc.constantFrom('gte' as const, 'lte' as const),
    value: fc.constantFrom(1, 2),
  }),
  fc.record({ property: fc.constant('p'), op: fc.constant('contains' as const), value: fc.constantFrom('x', 'y', '') }),
  fc.record({ property: fc.constantFrom('p', 'q'), op: fc.constant('exists' as const) }),
)
const plainStep: fc.Arbitrary<FunnelStep> = fc.record({ event: fc.constantFrom('a', 'b', 'c') })
const strictStep: fc.Arbitrary<FunnelStep> = fc.record(
  { event: fc.constantFrom('a', 'b', 'c'), where: fc.array(condition, { minLength: 1, maxLength: 2 }) },
  { requiredKeys: ['event'] },
)
const step = fc.oneof({ arbitrary: plainStep, weight: 3 }, { arbitrary: strictStep, weight: 1 })
const question: fc.Arbitrary<FunnelQuery> = fc.record(
  {
    steps: fc.array(step, { minLength: 1, maxLength: 5 }),
    windowMs: fc.integer({ min: 0, max: 25 }),
    order: fc.constant('ordered' as const),
    fromAt: fc.integer({ min: 0, max: 15 }),
    untilAt: fc.integer({ min: 10, max: 40 }),
  },
  { requiredKeys: ['steps', 'windowMs', 'order'] },
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

describe('the funnel in SQL', () => {
  it('agrees with the pure funnel on random streams', async () => {
    const reached: number[] = []
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 60, size: 'max' }),
        fc.array(question, { minLength: 3, maxLength: 3 }),
        async (happenings, questions) => {
          await emptyTables(database)
          const events = happenings.map(stored)
          await store.insert(
            'brand_b',
            events.map((event) => ({ ...event, memberId: 'mem_other' })),
          )
          // In two batches, the later one first: the links must not depend on the order of arrival.
          await store.insert('brand_a', events.slice(20))
          await store.insert('brand_a', events.slice(0, 20))
          for (const query of questions) {
            const expected = funnel(query, events)
            expect(await store.funnel({ ...query, brandId: 'brand_a' })).toEqual(expected)
            reached.push(expected.steps.filter(({ count }) => count > 0).length)
          }
        },
      ),
      { numRuns: process.env.SIYU_LONG === undefined ? 40 : 120 },
    )
    // The streams are no trivial ones: deep steps are reached, too.
    expect(reached.filter((depth) => depth >= 3).length).toBeGreaterThan(6)
  })
})

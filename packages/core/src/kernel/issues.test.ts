import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { issuesOf } from './index.ts'
import { Bps, Count, Day, Id, listOf } from './schema.ts'

const Shape = z.object({
  id: Id,
  count: z.int().check(z.gte(1), z.lte(9)),
  minute: z.optional(z.int().check(z.lt(1_440))),
  rate: z.optional(z.number().check(z.gt(0))),
  name: z.string().check(z.maxLength(3)),
  kind: z.enum(['a', 'b']),
  effect: z.discriminatedUnion('kind', [z.object({ kind: z.literal('x') }), z.object({ kind: z.literal('y') })]),
  list: listOf(z.object({ flag: z.boolean() }), 2, 1),
  day: z.optional(Day),
})
const sound = { id: 'id1', count: 1, name: 'abc', kind: 'a', effect: { kind: 'x' }, list: [{ flag: true }] }
const issues = (schema: z.ZodMiniType, value: unknown) => issuesOf(schema.safeParse(value).error?.issues ?? [])

it('finds nothing wrong with what is right', () => {
  expect(issues(Shape, sound)).toEqual([])
})

it.each([
  [{ id: ' ' }, 'id', 'must match /^[A-Za-z0-9][A-Za-z0-9_.:-]{1,63}$/'],
  [{ count: 0 }, 'count', 'number of at least 1'],
  [{ count: 10 }, 'count', 'number of at most 9'],
  [{ count: 1.5 }, 'count', 'expected int'],
  [{ count: undefined }, 'count', 'expected number'],
  [{ minute: 1_440 }, 'minute', 'number of less than 1440'],
  [{ rate: 0 }, 'rate', 'number of more than 0'],
  [{ name: 'long' }, 'name', 'string of at most 3'],
  [{ kind: 'c' }, 'kind', 'one of a, b'],
  [{ effect: { kind: 'z' } }, 'effect.kind', 'one of x, y'],
  [{ list: [] }, 'list', 'array of at least 1'],
  [{ list: [{ flag: 1 }] }, 'list[0].flag', 'expected boolean'],
  [{ day: '2026-02-30' }, 'day', 'expected a day, as 2026-03-01'],
])('names field and limit of %j', (wrong, path, message) => {
  expect(issues(Shape, { ...sound, ...wrong })).toEqual([{ path, message }])
})

it('tells of a value with several forms what the closest one lacks', () => {
  const Rate = z.union([z.object({ minor: Count, of: z.string() }), z.object({ bps: Bps })])
  expect(issues(z.object({ rate: Rate }), { rate: { bps: -1 } })).toEqual([
    { path: 'rate.bps', message: 'number of at least 0' },
  ])
})

it('tells of at most 20 things', () => {
  const many = z.array(z.string())
  expect(issues(many, Array(50).fill(1))).toHaveLength(20)
})

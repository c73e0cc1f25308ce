import {
  type FunnelEvent,
  type FunnelQuery,
  type FunnelStep,
  funnel,
  reachedStep,
  type StepCondition,
} from '../../packages/analytics/src/analysis/index.ts'
import type { Case, Suite, Verdict } from './types.ts'
import { compared, skipped } from './verdict.ts'

type Condition = { prop?: string; op?: string; value?: string | number | boolean }
type Step = { event?: string | null; where?: Condition[]; firstTimeForUser?: boolean; number?: string }
type Users = Readonly<Record<string, readonly (readonly [time: number, event: string, properties?: object])[]>>
type Input = {
  order?: string
  modes?: string[]
  steps: Step[]
  windowSeconds: number
  exclusions?: unknown[]
  users: Users
}

const missing: Readonly<Record<string, string>> = {
  timeToConvert: 'times to convert in bins: no API yet',
  windowDefault: 'a default window: every funnel names its own here',
  retention: 'retention: no API yet',
  retentionFlags: 'retention: no API yet',
}

const kinds: Readonly<Record<string, Suite>> = { levels, funnel: counts }

/** Funnels against `@siyu/analytics/analysis`. */
export const funnelSuite: Suite = (testCase) => {
  const name = String(testCase.input['kind'])
  const judge = kinds[name]
  if (!judge) return skipped(missing[name] ?? `no such analysis here: ${name}`)
  if (testCase.fit === 'divergent') return skipped('a peculiarity of its source that nobody else shares')
  const reason = gapOf(testCase.input as Input)
  return reason === undefined ? judge(testCase) : skipped(reason)
}

/** The first thing in the question that cannot be asked here. */
function gapOf({ order = 'ordered', modes = [], steps, exclusions = [] }: Input): string | undefined {
  const conditions = steps.flatMap(({ where = [] }) => where)
  if (order !== 'ordered') return `${order} funnels: no API yet`
  if (modes.length > 0) return `mode ${modes.toSorted().join(' + ')}: no API yet`
  if (exclusions.length > 0) return 'events that exclude a person: no API yet'
  if (steps.some(({ firstTimeForUser }) => firstTimeForUser)) return 'only the first event of its kind: no API yet'
  if (steps.some(({ event, number }) => typeof event !== 'string' && !number)) return 'a step of any event: no API yet'
  if (steps.some(({ number }) => number)) return 'steps that compare the name of the event: no API yet'
  const odd = conditions.find(({ op }) => !['eq', 'ne', 'contains'].includes(op ?? ''))
  return odd && `conditions by ${odd.op}: no API yet`
}

function levels({ input, expect }: Case): Verdict {
  const { users, ...rest } = input as Input
  const query = queryOf(rest)
  const reached = Object.keys(users).map((user) => [user, reachedStep(query, eventsOf(users, user))] as const)
  return compared(expect, { levels: Object.fromEntries(reached) })
}

function counts({ input, expect }: Case): Verdict {
  const { users, ...rest } = input as Input
  const timed = ['avgSeconds', 'medianSeconds'].some((key) => key in expect)
  if (timed) return skipped('times between steps: no API yet')
  const query = queryOf(rest)
  const names = Object.keys(users)
  const { steps } = funnel(
    query,
    names.flatMap((user) => eventsOf(users, user)),
  )
  const reached = new Map(names.map((user) => [user, reachedStep(query, eventsOf(users, user))]))
  const at = (test: (reachedCount: number, step: number) => boolean): Record<string, string[]> =>
    Object.fromEntries(steps.map((_, index) => [index + 1, names.filter((n) => test(reached.get(n) ?? 0, index + 1))]))
  const asked = expect['counts'] as (number | null)[] | undefined
  return compared(inOrder(expect), {
    counts: steps.map(({ count }, index) => (asked?.[index] === null ? null : count)),
    usersAtStep: pick(
      at((count, step) => count >= step),
      expect['usersAtStep'],
    ),
    droppedAtStep: pick(
      at((count, step) => count === step - 1),
      expect['droppedAtStep'],
    ),
  })
}

/** Who is meant does not depend on the order of naming them. */
function inOrder(expect: Case['expect']): Case['expect'] {
  const sorted = (lists: unknown): object =>
    Object.fromEntries(Object.entries(lists as Record<string, string[]>).map(([key, list]) => [key, list.toSorted()]))
  const keys = ['usersAtStep', 'droppedAtStep'].filter((key) => key in expect)
  return { ...expect, ...Object.fromEntries(keys.map((key) => [key, sorted(expect[key])])) }
}

function pick(lists: Readonly<Record<string, string[]>>, asked: unknown): object {
  return Object.fromEntries(Object.keys(asked ?? {}).map((key) => [key, lists[key]?.toSorted()]))
}

function queryOf({ steps, windowSeconds }: Pick<Input, 'steps' | 'windowSeconds'>): FunnelQuery {
  return { steps: steps.map(stepOf), windowMs: windowSeconds * 1000, order: 'ordered' }
}

function stepOf({ event, where = [] }: Step): FunnelStep {
  return { event: event ?? '', where: where.map(conditionOf) }
}

function conditionOf({ prop = '', op, value = '' }: Condition): StepCondition {
  if (op === 'contains') return { property: prop, op, value: String(value) }
  return { property: prop, op: op === 'ne' ? 'ne' : 'eq', value }
}

/**
 * Equal times keep the order of the list: message ids rise with it. Times count from the earliest, for some sources
 * write moments that no clock can show.
 */
function eventsOf(users: Users, user: string): FunnelEvent[] {
  const earliest = Object.values(users).flatMap((events) => events.map(([time]) => time))
  const start = Math.min(...earliest)
  return (users[user] ?? []).map(([time, event, properties], index) => ({
    messageId: `${user}-${String(index).padStart(6, '0')}`,
    event,
    memberId: user,
    occurredAt: (time - start) * 1000,
    properties: { ...properties },
  }))
}

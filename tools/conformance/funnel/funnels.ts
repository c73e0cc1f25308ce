import {
  type FunnelExclusion,
  type FunnelQuery,
  funnel,
  reachedStep,
} from '../../../packages/analytics/src/analysis/index.ts'
import type { Case, Verdict } from '../types.ts'
import { compared } from '../verdict.ts'
import { eventsOf, type Filter, filterGap, filterOf, type Users } from './streams.ts'

type Step = Filter & { firstTimeForUser?: boolean; number?: string }
type Exclusion = Filter & { fromStep: number; toStep: number }
type Input = {
  order?: FunnelQuery['order']
  modes?: string[]
  steps: Step[]
  windowSeconds: number
  exclusions?: Exclusion[]
  users: Users
}

/** Ways of ClickHouse that are ways here. One event never fills two steps here, which is what `strict_once` asks. */
const orders: Readonly<Record<string, FunnelQuery['order']>> = {
  '': 'ordered',
  strict_once: 'ordered',
  strict_order: 'strict',
}

/** The first thing in the question that cannot be asked here. */
export function funnelGap(input: Case['input']): string | undefined {
  const { modes = [], steps, exclusions = [] } = input as Input
  const mode = modes.toSorted().join(' + ')
  if (orders[mode] === undefined) return `mode ${mode}: no such funnel here`
  if (steps.some(({ firstTimeForUser }) => firstTimeForUser))
    return 'only the first event of its kind: no such step here'
  if (steps.some(({ number }) => number)) return 'steps that compare the name of the event: no such step here'
  return [...steps, ...exclusions].map(filterGap).find((gap) => gap !== undefined)
}

/** The highest step of each person. */
export function levels({ input, expect }: Case): Verdict {
  const { users, ...rest } = input as Input
  const query = queryOf(rest)
  const reached = Object.keys(users).map((user) => [user, reachedStep(query, eventsOf(users, user))] as const)
  return compared(expect, { levels: Object.fromEntries(reached) })
}

/** Persons at each step, who they are, and how long they took. */
export function counts({ input, expect }: Case): Verdict {
  const { users, ...rest } = input as Input
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
  /** As many steps as the case speaks of. */
  const told = (key: string, list: readonly (number | null)[]) => list.slice(0, (expect[key] as unknown[])?.length)
  return compared(inOrder(expect), {
    counts: told(
      'counts',
      steps.map(({ count }, index) => (asked?.[index] === null ? null : count)),
    ),
    avgSeconds: told(
      'avgSeconds',
      steps.map(({ averageMs }) => secondsOf(averageMs)),
    ),
    medianSeconds: told(
      'medianSeconds',
      steps.map(({ medianMs }) => secondsOf(medianMs)),
    ),
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

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : ms / 1000
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

function queryOf({ steps, windowSeconds, order, modes = [], exclusions = [] }: Omit<Input, 'users'>): FunnelQuery {
  return {
    steps: steps.map(filterOf),
    windowMs: windowSeconds * 1000,
    order: order ?? orders[modes.toSorted().join(' + ')] ?? 'ordered',
    exclusions: exclusions.map(
      (each): FunnelExclusion => ({ ...filterOf(each), afterStep: each.fromStep + 1, beforeStep: each.toStep + 1 }),
    ),
  }
}

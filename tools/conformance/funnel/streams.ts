import type { AnalysisEvent, EventCondition, EventFilter } from '../../../packages/analytics/src/analysis/index.ts'

/** What each person did, in time order. */
export type Users = Readonly<Record<string, readonly (readonly [time: number, event: string, properties?: object])[]>>

type Condition = { prop?: string; op?: string; value?: string | number | boolean }

/** Which events a case means; null for any. */
export type Filter = { event?: string | null; where?: Condition[] }

/** A condition that cannot be said here. */
export function filterGap({ where = [] }: Filter): string | undefined {
  const odd = where.find(({ op }) => !['eq', 'ne', 'contains', 'isNull'].includes(op ?? ''))
  return odd && `conditions by ${odd.op}: no such condition here`
}

export function filterOf({ event = null, where = [] }: Filter): EventFilter {
  return { event, where: where.map(conditionOf) }
}

function conditionOf({ prop = '', op, value = '' }: Condition): EventCondition {
  if (op === 'contains') return { property: prop, op, value: String(value) }
  if (op === 'isNull') return { property: prop, op: 'absent' }
  return { property: prop, op: op === 'ne' ? 'ne' : 'eq', value }
}

/**
 * One person's events. Equal times keep the order of the list: message ids rise with it. Times count from
 * `startSeconds` on, for some sources write moments that no clock can show.
 */
export function eventsOf(users: Users, user: string, startSeconds: number = earliest(users)): AnalysisEvent[] {
  return (users[user] ?? []).map(([time, event, properties], index) => ({
    messageId: `${user}-${String(index).padStart(6, '0')}`,
    event,
    memberId: user,
    occurredAt: (time - startSeconds) * 1000,
    properties: { ...properties },
  }))
}

function earliest(users: Users): number {
  return Object.values(users)
    .flat()
    .reduce((least, [time]) => Math.min(least, time), Number.POSITIVE_INFINITY)
}

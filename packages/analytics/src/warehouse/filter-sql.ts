import { type EventCondition, type EventFilter, SILENT_EVENTS } from '../analysis/index.ts'
import type { SqlScalar } from './sql.ts'

/** Puts a value among the parameters of a statement, and says its name there. */
export type Put = (value: SqlScalar | readonly SqlScalar[]) => string

/** Whether the event of the row `e` is meant, as `matches` says: never null. */
export function filterSql({ event, where = [] }: EventFilter, put: Put): string {
  const named = event === null ? spokenSql(put) : `e.event = ${put(event)}`
  return `(${[named, ...where.map((condition) => conditionSql(condition, put))].join(' and ')})`
}

/** Whether the event is something a person did. */
export function spokenSql(put: Put): string {
  return `e.event <> all(${put(SILENT_EVENTS)}::text[])`
}

/** Only rows that one of these could be about, so that an index finds them. */
export function namesSql(filters: readonly EventFilter[], put: Put): string {
  const names = filters.map(({ event }) => event)
  return names.includes(null) ? spokenSql(put) : `e.event = any(${put([...new Set(names)])}::text[])`
}

function conditionSql(condition: EventCondition, put: Put): string {
  const found = `e.properties -> ${put(condition.property)}::text`
  const json = (value: unknown) => `${put(JSON.stringify(value))}::jsonb`
  switch (condition.op) {
    case 'eq':
      return `coalesce(${found} = ${json(condition.value)}, false)`
    case 'ne':
      return `coalesce(${found} <> ${json(condition.value)}, true)`
    // jsonb orders numbers among themselves; the type is checked first.
    case 'gte':
      return `coalesce(jsonb_typeof(${found}) = 'number' and ${found} >= ${json(condition.value)}, false)`
    case 'lte':
      return `coalesce(jsonb_typeof(${found}) = 'number' and ${found} <= ${json(condition.value)}, false)`
    case 'contains':
      return `coalesce(jsonb_typeof(${found}) = 'string' and strpos(${found} #>> '{}', ${put(condition.value)}) > 0, false)`
    case 'exists':
      return `coalesce(jsonb_typeof(${found}) <> 'null', false)`
    case 'absent':
      return `coalesce(jsonb_typeof(${found}) = 'null', true)`
  }
}

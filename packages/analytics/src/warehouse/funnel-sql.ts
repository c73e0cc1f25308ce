import { checkFunnel, END_OF_TIME, type FunnelQuery, type FunnelStep, type StepCondition } from '../analysis/index.ts'
import type { SqlScalar, Statement } from './sql.ts'

/**
 * The funnel as one statement: one pass of a window function per step carries the latest start of a chain along each
 * person's events, exactly as `reachedStep` does. Its row has the columns c1 … cn.
 */
export function funnelStatement(query: FunnelQuery & { readonly brandId: string }): Statement {
  checkFunnel(query)
  const { steps, windowMs, brandId, fromAt = 0, untilAt = END_OF_TIME } = query
  const values: (SqlScalar | readonly SqlScalar[])[] = []
  const put = (value: SqlScalar | readonly SqlScalar[]) => `$${values.push(value)}`
  const numbers = steps.map((_, at) => at + 1)
  const names = put([...new Set(steps.map((step) => step.event))])
  const brand = put(brandId)
  const from = put(fromAt)
  const until = put(untilAt)
  // PostgreSQL refuses a parameter that no text mentions.
  const window = steps.length > 1 ? put(windowMs) : ''
  const lastAt = put(Math.min(END_OF_TIME, untilAt + windowMs))
  const matches = steps.map((step, at) => `${stepSql(step, put)} as m${at + 1}`)
  const passes = numbers.slice(1).map((step) => passSql(step, window))
  const text = `with matched as (
  select coalesce(e.member_id, i.member_id, e.anonymous_id) as person, e.occurred_at as t, e.message_id as id,
    ${matches.join(',\n    ')}
  from analytics_events e
  left join analytics_identities i on i.brand_id = e.brand_id and i.anonymous_id = e.anonymous_id
  where e.brand_id = ${brand} and e.event = any(${names}::text[])
    and e.occurred_at >= ${from}::bigint and e.occurred_at <= ${lastAt}::bigint
), ranked as (
  select *, row_number() over (
    partition by person
    order by t, case ${numbers.map((step) => `when m${step} then ${step}`).join(' ')} end, id collate "C"
  ) as n
  from matched where ${numbers.map((step) => `m${step}`).join(' or ')}
), p1 as (
  select *, case when m1 and t < ${until}::bigint then t end as s1 from ranked
)${passes.join('')}
select ${numbers.map((step) => `(count(distinct person) filter (where s${step} is not null))::int as c${step}`).join(', ')}
from p${steps.length}`
  return { text, values }
}

function passSql(step: number, window: string): string {
  return `, p${step} as (
  select *, case when m${step} and t - before${step} <= ${window}::bigint then before${step} end as s${step} from (
    select *, max(s${step - 1}) over (partition by person order by n rows between unbounded preceding and 1 preceding)
      as before${step} from p${step - 1}
  ) as q${step}
)`
}

function stepSql(step: FunnelStep, put: (value: SqlScalar) => string): string {
  const conditions = (step.where ?? []).map((condition) => conditionSql(condition, put))
  return `(${[`e.event = ${put(step.event)}`, ...conditions].join(' and ')})`
}

function conditionSql(condition: StepCondition, put: (value: SqlScalar) => string): string {
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
  }
}

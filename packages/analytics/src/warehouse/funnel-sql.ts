import { checkFunnel, END_OF_TIME, type FunnelQuery, preferredSteps } from '../analysis/index.ts'
import { filterSql, namesSql, type Put, spokenSql } from './filter-sql.ts'
import type { SqlScalar, Statement } from './sql.ts'

/**
 * The funnel as one statement, exactly as `bestAttempt` tells it: every event knows the number of the next one for each
 * step; from each start the attempts walk along these numbers, one step a round; the best attempt of each person is
 * counted. Rows: step, count, averageMs, medianMs.
 */
export function funnelStatement(query: FunnelQuery & { readonly brandId: string }): Statement {
  checkFunnel(query)
  const values: (SqlScalar | readonly SqlScalar[])[] = []
  const put: Put = (value) => `$${values.push(value)}`
  const parts = [placesSql(query, put), walkSql(query, put), bestSql(query, put)]
  const text = `with recursive ${parts.join(',\n')}
select step, count(*)::int as count,
  round(avg(times[step] - times[step - 1]))::bigint as "averageMs",
  floor(percentile_cont(0.5) within group (order by times[step] - times[step - 1]) + 0.5)::bigint as "medianMs"
from best, generate_series(1, cardinality(times)) as step group by step`
  return { text, values }
}

/** A person's events in order, each with the numbers of the next events that matter. */
function placesSql(query: FunnelQuery & { readonly brandId: string }, put: Put): string {
  const { steps, exclusions = [], brandId, fromAt = 0, untilAt = END_OF_TIME, windowMs, order } = query
  const lastAt = Math.min(END_OF_TIME, untilAt + windowMs)
  const all = [...steps, ...exclusions]
  const named = order === 'strict' ? `(${spokenSql(put)} or ${namesSql(all, put)})` : namesSql(all, put)
  const plays =
    order === 'strict' ? `(${spokenSql(put)} or true = any(taken || excluded))` : 'true = any(taken || excluded)'
  const next = steps.map((_, at) => nextSql(order, `taken[${at + 1}]`))
  const spoilers = exclusions.map((_, at) => `min(n) filter (where excluded[${at + 1}]) over later`)
  const spoilt = exclusions.map((_, at) => `min(t) filter (where excluded[${at + 1}]) over later`)
  return `matched as (
  select coalesce(e.member_id, i.member_id, e.anonymous_id) as person, e.event, e.occurred_at as t, e.message_id as id,
    array[${steps.map((step) => filterSql(step, put)).join(', ')}]::bool[] as taken,
    array[${exclusions.map((exclusion) => filterSql(exclusion, put)).join(', ')}]::bool[] as excluded
  from analytics_events e
  left join analytics_identities i on i.brand_id = e.brand_id and i.anonymous_id = e.anonymous_id
  where e.brand_id = ${put(brandId)} and ${named}
    and e.occurred_at >= ${put(fromAt)}::bigint and e.occurred_at <= ${put(lastAt)}::bigint
), ranked as (
  select person, t, taken, excluded, (row_number() over (partition by person
    order by t, coalesce(array_position(taken, true), ${steps.length + 1}), id collate "C"))::int as n
  from matched e where ${plays}
), places as materialized (
  select person, n, t, taken, array[${next.join(', ')}]::int[] as next,
    array[${spoilers.join(', ')}]::int[] as spoilers, array[${spoilt.join(', ')}]::bigint[] as spoilt_at
  from ranked window later as (partition by person order by n desc rows between unbounded preceding and 1 preceding),
    backwards as (partition by person order by n desc)
)`
}

function nextSql(order: FunnelQuery['order'], taken: string): string {
  if (order === 'strict') return `lag(case when ${taken} then n end) over backwards`
  return `min(n) filter (where ${taken}) over later`
}

/** All attempts, and how they stood after each step. `open` is the set of steps not yet taken, as bits. */
function walkSql(query: FunnelQuery, put: Put): string {
  const { steps, exclusions = [], order, fromAt = 0, untilAt = END_OF_TIME, windowMs } = query
  const isFree = order === 'unordered'
  const all = 2 ** steps.length - 1
  const nearest = steps.map((_, at) => `case when w.open & ${2 ** at} <> 0 then w.next[${at + 1}] end`)
  const left = (open: string): string => (isFree ? `${open} - ${takenSql(query, open)}` : open)
  return `walk (person, numbers, times, next, open${exclusions.map((_, at) => `, x${at + 1}, y${at + 1}`).join('')}) as (
  select p.person, array[p.n], array[p.t], p.next, ${left(String(all))}${spoilersSql(query, '1', () => 'null')}
  from places p where ${isFree ? 'true = any(p.taken)' : 'p.taken[1]'}
    and p.t >= ${put(fromAt)}::bigint and p.t < ${put(untilAt)}::bigint
  union all
  select w.person, w.numbers || p.n, w.times || p.t, p.next, ${left('w.open')}${spoilersSql(
    query,
    'cardinality(w.numbers) + 1',
    (name) => `w.${name}`,
  )}
  from walk w join places p on p.person = w.person
    and p.n = ${isFree ? `least(${nearest.join(', ')})` : 'w.next[cardinality(w.numbers) + 1]'}
  where p.t - w.times[1] <= ${put(windowMs)}::bigint and cardinality(w.numbers) < ${steps.length}
)`
}

/** The bit of the open step that the event at `p` takes. */
function takenSql(query: FunnelQuery, open: string): string {
  const choices = preferredSteps(query).map(
    (step) => `when ${open} & ${2 ** step} <> 0 and p.taken[${step + 1}] then ${2 ** step}`,
  )
  return `(case ${choices.join(' ')} else 0 end)`
}

/** Number and time of each exclusion's next event, noted when the attempt takes the step it must not lie after. */
function spoilersSql({ exclusions = [] }: FunnelQuery, step: string, noted: (name: string) => string): string {
  return exclusions
    .flatMap(({ afterStep }, at) =>
      Object.entries({ x: 'spoilers', y: 'spoilt_at' }).map(
        ([name, column]) =>
          `, case when ${step} = ${afterStep} then p.${column}[${at + 1}] else ${noted(`${name}${at + 1}`)} end`,
      ),
    )
    .join('')
}

/** The best attempt of each person, cut where something excluded ended it. */
function bestSql({ exclusions = [], order, windowMs }: FunnelQuery, put: Put): string {
  const cuts = exclusions.map(({ afterStep, beforeStep }, at) => {
    const [n, t] = [`x${at + 1}`, `y${at + 1}`]
    const isSpoilt = `${t} - times[1] <= ${put(windowMs)}::bigint and coalesce(${n} < numbers[${beforeStep}], true)`
    return `, case when ${isSpoilt} then ${order === 'unordered' ? afterStep : 0} end`
  })
  return `attempts as (
  select distinct on (person, numbers[1]) * from walk order by person, numbers[1], cardinality(numbers) desc
), kept as (
  select person, times[1:least(cardinality(times)${cuts.join('')})] as times from attempts
), best as (
  select distinct on (person) person, times from kept where cardinality(times) > 0
  order by person, cardinality(times) desc, times[cardinality(times)], times desc
)`
}

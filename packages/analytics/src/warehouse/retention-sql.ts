import { checkRetention, type RetentionQuery } from '../analysis/index.ts'
import { filterSql, namesSql, type Put } from './filter-sql.ts'
import type { SqlScalar, Statement } from './sql.ts'

/** Retention as one statement, exactly as the pure `retention` tells it. Rows: cohort, column, count. */
export function retentionStatement(query: RetentionQuery & { readonly brandId: string }): Statement {
  checkRetention(query)
  const { begin, comeBack, cohort, bounds, brandId, minimumCount = 1 } = query
  const values: (SqlScalar | readonly SqlScalar[])[] = []
  const put: Put = (value) => `$${values.push(value)}`
  const cuts = `${put(bounds)}::bigint[]`
  const cohortSql = cohort === 'first' ? 'min(at)' : 'at'
  const text = `with told as (
  select coalesce(e.member_id, i.member_id, e.anonymous_id) as person, width_bucket(e.occurred_at, ${cuts}) - 1 as at,
    ${filterSql(begin, put)} as begins, ${filterSql(comeBack, put)} as returns
  from analytics_events e
  left join analytics_identities i on i.brand_id = e.brand_id and i.anonymous_id = e.anonymous_id
  where e.brand_id = ${put(brandId)} and ${namesSql([begin, comeBack], put)}
    and e.occurred_at < ${put(bounds.at(-1) ?? 0)}::bigint
), cohorts as (
  select person, ${cohortSql} as cohort from told where begins group by person${cohort === 'first' ? '' : ', at'}
), seen as (
  select person, at from told where returns and at >= 0
  group by person, at having count(*) >= ${put(minimumCount)}::bigint
)
select cohort, 0 as "column", count(*)::int as count from cohorts where cohort >= 0 group by cohort
union all
${columnsSql(query, put)}`
  return { text, values }
}

function columnsSql({ mode, bracketEnds = [] }: RetentionQuery, put: Put): string {
  const pairs = 'from cohorts c join seen s on s.person = c.person and s.at > c.cohort where c.cohort >= 0'
  // Whoever was seen last so many periods later counts in all columns up to there.
  if (mode === 'unbounded')
    return `select cohort, "column", count(*)::int from (
  select c.cohort, max(s.at - c.cohort) as last ${pairs} group by c.person, c.cohort
) as latest, generate_series(1, last) as "column" group by cohort, "column"`
  if (mode === 'exact')
    return `select c.cohort, s.at - c.cohort, count(*)::int ${pairs} group by c.cohort, s.at - c.cohort`
  const ends = `${put(bracketEnds.map((end) => end + 1))}::int[]`
  return `select cohort, bracket + 1, count(distinct person)::int from (
  select c.cohort, c.person, width_bucket(s.at - c.cohort, ${ends}) as bracket ${pairs}
) as bracketed where bracket < cardinality(${ends}) group by cohort, bracket`
}

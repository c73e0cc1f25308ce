import { possiblePeriodKeys } from '@siyu/core/promotions'
import type { CommissionCounter, CommissionRule, CommissionRuleSaved, CountedCommission } from '@siyu/core/referrals'
import { MAX_COMMISSION_RULES } from '@siyu/core/referrals'
import { type Expression, sql } from 'kysely'
import type { Apply } from '../../kernel/apply.ts'
import type { Call } from '../../kernel/call.ts'
import { guarded, type Load, many, one } from '../../kernel/read.ts'
import { tablesOf } from '../../kernel/tables.ts'
import { type Write, writerOf } from '../../kernel/write.ts'
import { type ReferralTables, referralSpecs } from '../tables.ts'

const db = tablesOf<ReferralTables>()
const writer = writerOf<ReferralTables>(referralSpecs)

const COLUMNS = [
  ...(['id', 'name', 'priority', 'active', 'startsAt', 'endsAt', 'items', 'payeeIds', 'payeeTierIds'] as const),
  ...(['levels', 'caps', 'funder'] as const),
] as const

function rules(call: Call) {
  return db
    .selectFrom('commissionRules')
    .select(COLUMNS)
    .where('brandId', '=', call.brandId)
    .orderBy('priority', 'desc')
    .orderBy('id')
    .limit(MAX_COMMISSION_RULES)
}

/** Rules as they are said: what a row leaves empty is left out. */
function rulesIn(load: Load<readonly object[]>): Load<readonly CommissionRule[]> {
  const said = (row: object): unknown =>
    Object.fromEntries(Object.entries(row).filter(([name, value]) => value !== null || name === 'endsAt'))
  return { ...load, pick: (rows) => load.pick(rows).map(said) as readonly CommissionRule[] }
}

/** All rules, in the order they are asked. */
export function loadCommissionRules(call: Call): Load<readonly CommissionRule[]> {
  return rulesIn(many(rules(call)))
}

/** The rules that run now, where the member has a referrer: nobody else's order asks for them. */
export function loadRulesFor(call: Call, memberId: string): Load<readonly CommissionRule[]> {
  const isReferred = sql<boolean>`exists (select 1 from referral_nodes n where n.brand_id = ${call.brandId}
    and n.member_id = ${memberId} and n.referrer_id is not null)`
  const running = rules(call)
    .where('active', '=', true)
    .where('startsAt', '<=', call.now)
    .where((eb) => eb.or([eb('endsAt', 'is', null), eb('endsAt', '>', call.now)]))
    .where(isReferred)
  return rulesIn(many(running))
}

/** Whether a rule is there, and how many there are. */
export function loadRuleCount(
  call: Call,
  ruleId: string,
): Load<{ readonly isThere: boolean; readonly ruleCount: number } | undefined> {
  type Counted = { readonly isThere: boolean; readonly ruleCount: number }
  return one(sql<Counted>`select coalesce(bool_or(id = ${ruleId}), false) as is_there, count(*)::int as rule_count
    from commission_rules where brand_id = ${call.brandId}`)
}

/** What the payees of an order were granted under its rules with caps, in every period that may be the current one. */
export function loadCommissionCounters(
  call: Call,
  orderId: string | Expression<string>,
): Load<readonly CommissionCounter[]> {
  const counters = many(sql<CommissionCounter>`select distinct c.* from orders o
    cross join lateral jsonb_array_elements(o.uplines) u
    cross join lateral jsonb_array_elements(coalesce(u -> 'rules', '[]')) r
    join commission_counters c on c.brand_id = o.brand_id and c.payee_id = u ->> 'payeeId'
      and c.rule_id = r ->> 'ruleId'
      and c.period_key = any(${possiblePeriodKeys(call.now)}::text[])
    where o.brand_id = ${call.brandId} and o.id = ${orderId} limit 1000`)
  return guarded(referralSpecs.commissionCounters, counters)
}

/** Counts what a payee was granted under rules with caps. */
export function countWrites(
  brandId: string,
  payeeId: string,
  counted: readonly CountedCommission[] = [],
): readonly Write[] {
  return counted.map(({ ruleId, periodKey, amountMinor, isFirst }) => {
    const key = { brandId, payeeId, ruleId, periodKey }
    return isFirst
      ? writer.insert('commissionCounters', { ...key, grantedMinor: amountMinor })
      : writer.change('commissionCounters', key, {}, { grantedMinor: amountMinor })
  })
}

export const applyCommissionRules: Apply<CommissionRuleSaved> = {
  commission_rule_saved: ({ rule, created }, { brandId }) => {
    const { id, items = null, payeeIds = null, payeeTierIds = null, caps = null, ...terms } = rule
    const row = { ...terms, items, payeeIds, payeeTierIds, caps }
    return [
      created
        ? writer.insert('commissionRules', { brandId, id, ...row })
        : writer.change('commissionRules', { brandId, id }, row),
    ]
  },
}

import * as z from 'zod/mini'
import { Empty, type Endpoint, listOf, type Schema } from '../../kernel/index.ts'
import { CommissionPlan } from '../operator-schema.ts'
import { CommissionRule } from '../rates.ts'

/** The plan that holds for orders placed now. */
export const getCommissionPlan: Endpoint<Empty, CommissionPlan> = {
  name: 'referrals.plan',
  method: 'GET',
  path: '/v1/commission/plan',
  access: 'operator',
  input: Empty,
  output: CommissionPlan,
  refusals: {},
}

export type CommissionRuleList = { readonly items: readonly CommissionRule[] }
export const CommissionRuleList: Schema<CommissionRuleList> = z.object({ items: listOf(CommissionRule, 200) })

/** All rules, in the order they are asked. */
export const listCommissionRules: Endpoint<Empty, CommissionRuleList> = {
  name: 'referrals.rules',
  method: 'GET',
  path: '/v1/commission/rules',
  access: 'operator',
  input: Empty,
  output: CommissionRuleList,
  refusals: {},
}

/** Make a rule or replace it whole. Orders placed before keep theirs. */
export const saveCommissionRule: Endpoint<
  CommissionRule,
  CommissionRule,
  'commission_window_empty' | 'depth_not_acknowledged' | 'commission_rules_full'
> = {
  name: 'referrals.saveRule',
  method: 'PUT',
  path: '/v1/commission/rules/:id',
  access: 'operator',
  input: CommissionRule,
  output: CommissionRule,
  refusals: { commission_window_empty: 409, depth_not_acknowledged: 409, commission_rules_full: 409 },
}

export type RatesAdminContract = {
  readonly plan: typeof getCommissionPlan
  readonly rules: typeof listCommissionRules
  readonly saveRule: typeof saveCommissionRule
}
export const ratesAdminContract: RatesAdminContract = {
  plan: getCommissionPlan,
  rules: listCommissionRules,
  saveRule: saveCommissionRule,
}

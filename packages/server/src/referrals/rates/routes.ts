import {
  type CommissionPlan,
  getCommissionPlan,
  listCommissionRules,
  saveCommissionRule,
  saveRule,
} from '@siyu/core/referrals'
import { guardSettings, loadSettings } from '../../brands/index.ts'
import { command, type Route } from '../../kernel/command.ts'
import { answer, query } from '../../kernel/query.ts'
import { loadCommissionRules, loadRuleCount } from './store.ts'

export const rateRoutes: readonly Route[] = [
  query(getCommissionPlan, {
    load: (call) => ({ plan: loadSettings<CommissionPlan>(call, 'referrals') }),
    reply: ({ plan }) => answer(plan),
  }),
  query(listCommissionRules, {
    load: (call) => ({ items: loadCommissionRules(call) }),
    reply: ({ items }) => answer({ items }),
  }),
  command(saveCommissionRule, {
    load: (call, { id }) => ({
      guard: guardSettings(call, 'referrals'),
      plan: loadSettings<CommissionPlan>(call, 'referrals'),
      count: loadRuleCount(call, id),
    }),
    decide: ({ plan, count }, rule) =>
      saveRule({ rule, plan, isThere: count?.isThere ?? false, ruleCount: count?.ruleCount ?? 0 }),
    reply: (_events, _facts, rule) => rule,
  }),
]

import { accept, type Page } from '@siyu/core/kernel'
import {
  type CommissionBalance,
  type CommissionFacts,
  type CommissionHold,
  type CommissionPlan,
  clear,
  clearCommission,
  configure,
  configureCommission,
  firstWithdrawalTerms,
  getCommission,
  getReferral,
  getReferralTree,
  hold,
  holdCommission,
  listCommissions,
  listTeam,
  release,
  releaseCommission,
  type TeamMember,
} from '@siyu/core/referrals'
import { guardSettings, loadSettings } from '../brands/index.ts'
import { memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { rateRoutes } from './rates/routes.ts'
import {
  type CommissionAccountRow,
  type CommissionRow,
  loadCommission,
  loadCommissionAccount,
  loadCommissions,
  loadNode,
  loadTeam,
  loadTree,
  type TeamRow,
} from './store.ts'
import { treeRoutes } from './tree/routes.ts'
import { loadSecondTeam } from './tree/store.ts'
import { withdrawalRoutes } from './withdrawals/routes.ts'

export const referralRoutes: readonly Route[] = [
  ...treeRoutes,
  ...rateRoutes,
  ...withdrawalRoutes,
  query(getReferral, {
    load: (call) => ({ node: loadNode(call, memberOf(call)) }),
    reply: ({ node }) =>
      answer({
        code: node?.code ?? '',
        referrerId: node?.referrerId ?? null,
        directCount: node?.directCount ?? 0,
      }),
  }),
  query(getCommission, {
    load: (call) => ({
      account: loadCommissionAccount(call, memberOf(call)),
      commissions: loadCommissions(call, memberOf(call)),
      plan: loadSettings<CommissionPlan>(call, 'referrals'),
    }),
    reply: ({ account, commissions, plan }) => answer(commissionBalance(account, commissions, plan)),
  }),
  query(listCommissions, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadCommissions(call, memberOf(call), readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(
          rows,
          limit,
          ({ at, orderId }) => ({ at, id: orderId }),
          (row) => row,
        ),
      ),
  }),
  query(listTeam, {
    load: (call, { level, cursor, limit = DEFAULT_PAGE }) => ({
      team: (level === 'second' ? loadSecondTeam : loadTeam)(call, memberOf(call), readCursor(cursor), limit + 1),
    }),
    reply: ({ team }, { limit = DEFAULT_PAGE }) => answer(teamPage(team, limit)),
  }),
  query(getReferralTree, {
    load: (call) => ({ items: loadTree(call) }),
    reply: ({ items }) => answer({ items }),
  }),
  command(configureCommission, {
    load: (call) => ({ guard: guardSettings(call, 'referrals') }),
    decide: (_facts, plan: CommissionPlan) => accept(configure(plan)),
    reply: (_events, _facts, plan) => plan,
  }),
  command(holdCommission, {
    load: (call, { orderId, payeeId }) => ({ commission: loadCommission(call, payeeId, orderId) }),
    decide: ({ commission }, { orderId, reason }) => hold({ orderId, commission, reason }),
    reply: ([held], { commission }, { orderId, payeeId, reason }, { now }) => ({
      ...{ orderId, payeeId },
      ...(held === undefined ? holdOf(commission) : { heldAt: now, heldReason: reason }),
    }),
  }),
  command(clearCommission, {
    load: (call, { orderId, payeeId }) => ({ commission: loadCommission(call, payeeId, orderId) }),
    decide: ({ commission }, { orderId }) => clear({ orderId, commission }),
    reply: (_events, _facts, { orderId, payeeId }) => ({ orderId, payeeId, heldAt: null, heldReason: null }),
  }),
  command(releaseCommission, {
    load: (call, { orderId, payeeId }) => ({ commission: loadCommission(call, payeeId, orderId) }),
    decide: ({ commission }, { orderId }, { now }) => release({ orderId, commission, now }),
    reply: (events) => ({ amountMinor: events[0]?.amountMinor ?? 0 }),
  }),
]

function holdOf(commission: CommissionFacts | undefined): Pick<CommissionHold, 'heldAt' | 'heldReason'> {
  return { heldAt: commission?.heldAt ?? null, heldReason: commission?.heldReason ?? null }
}

function commissionBalance(
  account: CommissionAccountRow | undefined,
  items: readonly CommissionRow[],
  { withdrawals: terms = firstWithdrawalTerms }: CommissionPlan,
): CommissionBalance {
  const { pendingMinor = 0, frozenMinor = 0, availableMinor = 0 } = account ?? {}
  return { pendingMinor, frozenMinor, availableMinor, terms, items }
}

function teamPage(team: readonly TeamRow[], limit: number): Page<TeamMember> {
  return pageFrom(
    team,
    limit,
    ({ boundAt, memberId }) => ({ at: boundAt, id: memberId }),
    ({ memberId, name, boundAt }) => ({ memberId, name: shortName(name), joinedAt: boundAt }),
  )
}

/** The first character of a name: enough to recognise a friend, not enough to look someone up. */
function shortName(name: string | null): string | null {
  const [first] = name ?? ''
  return first === undefined ? null : `${first}**`
}

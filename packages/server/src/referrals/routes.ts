import { accept, type Page } from '@siyu/core/kernel'
import {
  type BindReferralInput,
  bind,
  bindReferral,
  type CommissionBalance,
  type CommissionFacts,
  type CommissionHold,
  type CommissionPlan,
  clear,
  clearCommission,
  configure,
  configureCommission,
  getCommission,
  getReferral,
  getReferralTree,
  hold,
  holdCommission,
  listTeam,
  release,
  releaseCommission,
  type TeamMember,
} from '@siyu/core/referrals'
import { guardSettings } from '../brands/index.ts'
import { memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import {
  type CommissionAccountRow,
  type CommissionRow,
  loadCommission,
  loadCommissionAccount,
  loadCommissions,
  loadDirectCount,
  loadNode,
  loadTeam,
  loadTree,
  loadUpline,
  type TeamRow,
} from './store.ts'

export const referralRoutes: readonly Route[] = [
  query(getReferral, {
    load: (call) => ({ node: loadNode(call, memberOf(call)), direct: loadDirectCount(call, memberOf(call)) }),
    reply: ({ node, direct }) =>
      answer({
        code: node?.code ?? '',
        referrerId: node?.referrerId ?? null,
        directCount: direct?.count ?? 0,
      }),
  }),
  command(bindReferral, {
    load: (call, { code }: BindReferralInput) => ({
      node: loadNode(call, memberOf(call)),
      direct: loadDirectCount(call, memberOf(call)),
      ...loadUpline(call, code),
    }),
    decide: ({ node, upline }, { code }, call) =>
      bind({
        memberId: memberOf(call),
        code: code.toLowerCase(),
        ownerId: upline[0]?.memberId,
        referrerId: node?.referrerId ?? null,
        ownerUplineIds: upline.slice(1).map(({ memberId }) => memberId),
      }),
    reply: (events, { node, direct }) => ({
      code: node?.code ?? '',
      referrerId: events[0]?.referrerId ?? null,
      directCount: direct?.count ?? 0,
    }),
  }),
  query(getCommission, {
    load: (call) => ({
      account: loadCommissionAccount(call, memberOf(call)),
      commissions: loadCommissions(call, memberOf(call)),
    }),
    reply: ({ account, commissions }) => answer(commissionBalance(account, commissions)),
  }),
  query(listTeam, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      team: loadTeam(call, memberOf(call), readCursor(cursor), limit + 1),
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
): CommissionBalance {
  const { pendingMinor = 0, frozenMinor = 0, availableMinor = 0 } = account ?? {}
  return { pendingMinor, frozenMinor, availableMinor, items }
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

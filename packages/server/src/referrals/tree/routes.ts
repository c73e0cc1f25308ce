import { type Page, refuse } from '@siyu/core/kernel'
import {
  type AssignReferrerInput,
  assign,
  assignReferrer,
  type BindReferralInput,
  type Bound,
  bind,
  bindReferral,
  type CommissionPlan,
  getDownline,
  getUpline,
  type TreeMember,
} from '@siyu/core/referrals'
import { loadSettings } from '../../brands/index.ts'
import { noteWrites } from '../../compliance/index.ts'
import { memberOf } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../../kernel/cursor.ts'
import { answer, query } from '../../kernel/query.ts'
import { loadCodeOf, loadCodeOwner, loadHasOrdered, loadNode, type NodeRow } from '../store.ts'
import { loadBindingByCode, loadBindingTo, loadDirects, loadSeconds, loadUpline, type WayStep } from './store.ts'

export const treeRoutes: readonly Route[] = [
  command(bindReferral, {
    load: (call, { code }: BindReferralInput) => ({
      node: loadNode(call, memberOf(call)),
      owner: loadCodeOwner(call, code),
      ordered: loadHasOrdered(call, memberOf(call)),
      plan: loadSettings<CommissionPlan>(call, 'referrals'),
      ...loadBindingByCode(call, memberOf(call), code),
    }),
    decide: ({ node, owner, ordered, plan, ways }, { code }, call) =>
      bind({
        ...{ memberId: memberOf(call), code: code.toLowerCase(), ownerId: owner?.memberId },
        bound: boundOf(memberOf(call), node, ways),
        hasOrdered: ordered !== undefined,
        ownerUplineIds: aboveReferrer(ways),
        ...{ terms: plan.binding, now: call.now },
      }),
    reply: ([event], { node }) => ({
      code: node?.code ?? '',
      referrerId: event?.referrerId ?? node?.referrerId ?? null,
      directCount: node?.directCount ?? 0,
    }),
  }),
  command(assignReferrer, {
    load: (call, { memberId, referrerId }: AssignReferrerInput) => ({
      node: loadNode(call, memberId),
      referrer: loadCodeOf(call, referrerId),
      ...loadBindingTo(call, memberId, referrerId),
    }),
    owner: (_call, { memberId }) => memberId,
    decide: ({ node, referrer, ways }, { memberId, referrerId }) =>
      assign({
        ...{ memberId, referrerId, code: referrer?.code },
        bound: node && boundOf(memberId, node, ways),
        referrerUplineIds: aboveReferrer(ways),
      }),
    reply: (_events, _facts, { memberId, referrerId }) => ({ memberId, referrerId }),
    personal: (events, _facts, { memberId, reason: words }, call) =>
      noteWrites(call, events, { ownerId: memberId, kind: 'binding', words }),
  }),
  query(getUpline, {
    load: (call, { memberId, cursor, limit = DEFAULT_PAGE }) => ({
      way: loadUpline(call, cursor ?? memberId, limit + 2),
    }),
    reply: ({ way }, { limit = DEFAULT_PAGE }) => {
      if (way.length === 0) return refuse('member_missing')
      const above = way.slice(1)
      const items = above.slice(0, limit)
      return answer({ items, nextCursor: above.length > limit ? (items.at(-1)?.memberId ?? null) : null })
    },
  }),
  query(getDownline, {
    load: (call, { memberId, level, cursor, limit = DEFAULT_PAGE }) => ({
      rows: (level === 'direct' ? loadDirects : loadSeconds)(call, memberId, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) => answer(treePage(rows, limit)),
  }),
]

function treePage(rows: readonly TreeMember[], limit: number): Page<TreeMember> {
  return pageFrom(
    rows,
    limit,
    ({ boundAt, memberId }) => ({ at: boundAt ?? 0, id: memberId }),
    (row) => row,
  )
}

function aboveReferrer(ways: readonly WayStep[]): readonly string[] {
  return ways
    .filter(({ side }) => side === 'referrer')
    .slice(1)
    .map(({ memberId }) => memberId)
}

function boundOf(memberId: string, node: NodeRow | undefined, ways: readonly WayStep[]): Bound {
  const { referrerId = null, boundAt = null } = node ?? {}
  const root = ways.find(({ side, isRoot }) => side === 'own' && isRoot)
  return { referrerId, boundAt, rootId: root?.memberId ?? memberId }
}

import { accept, type CodeOf, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import {
  type EnterByCodeFacts,
  type EnterFacts,
  enter,
  enterByCode,
  type MemberJoined,
  type SessionOpened,
  type signIn,
} from '../../members/index.ts'
import type { bindReferral } from '../contract.ts'
import type { MemberBound } from '../events.ts'
import type { assignReferrer } from '../operators/tree.ts'
import { type BindingTerms, firstBindingTerms } from '../schema.ts'

/** A member as the tree knows them. */
export type Bound = {
  readonly referrerId: string | null
  readonly boundAt: number | null
  /** The top of their tree; themselves when nobody referred them. */
  readonly rootId: string
}

export type BindFacts = {
  readonly memberId: string
  readonly code: string
  /** Whose code it is; undefined when nobody's. */
  readonly ownerId: string | undefined
  readonly bound: Bound
  /** They placed an order already. */
  readonly hasOrdered: boolean
  /** Everyone above the owner of the code, to the top of the tree; not asked for while nobody is below the member. */
  readonly ownerUplineIds: readonly string[]
  readonly terms: BindingTerms | undefined
  readonly now: number
}

/** Binds a member to the owner of a code, or binds them anew where the terms let go. Nobody is above themselves. */
export function bind(facts: BindFacts): Decision<MemberBound, CodeOf<typeof bindReferral>> {
  const { memberId, code, ownerId, bound, ownerUplineIds } = facts
  if (ownerId === undefined) return refuse('code_unknown')
  if (ownerId === memberId) return refuse('referral_self')
  const kept = keptReason(facts)
  if (kept !== undefined) return refuse(kept)
  if (ownerUplineIds.includes(memberId)) return refuse('referral_cycle')
  return accept(boundTo(memberId, ownerId, code, bound))
}

function keptReason(facts: BindFacts): 'already_bound' | 'binding_closed' | undefined {
  const { bound, terms = firstBindingTerms, ownerId, hasOrdered, now } = facts
  if (bound.referrerId === null) return terms.mode === 'at_registration' ? 'binding_closed' : undefined
  if (bound.referrerId === ownerId || terms.mode === 'at_registration') return 'already_bound'
  if (!isValid(bound.boundAt, terms.validDays, now)) return undefined
  const isProtected = now < (bound.boundAt ?? 0) + terms.protectionDays * dayMs
  const letsGo = terms.mode === 'last_touch' || (terms.mode === 'at_first_order' && !hasOrdered)
  return letsGo && !isProtected ? undefined : 'already_bound'
}

/** Whether a binding of that moment still brings commission. */
export function isValid(boundAt: number | null, validDays: number | null | undefined, now: number): boolean {
  return typeof validDays !== 'number' || now < (boundAt ?? 0) + validDays * dayMs
}

function boundTo(memberId: string, referrerId: string, code: string, bound: Bound): MemberBound {
  const from = bound.referrerId === null ? {} : { from: { referrerId: bound.referrerId, rootId: bound.rootId } }
  return { type: 'member_bound', memberId, referrerId, code, ...from }
}

export type AssignFacts = {
  readonly memberId: string
  /** Undefined when there is no such member. */
  readonly bound: Bound | undefined
  readonly referrerId: string
  /** The referrer's own code; undefined when there is no such member. */
  readonly code: string | undefined
  readonly referrerUplineIds: readonly string[]
}

/** An operator binds a member to somebody, whatever the terms. The tree stays a tree. */
export function assign(facts: AssignFacts): Decision<MemberBound, CodeOf<typeof assignReferrer>> {
  const { memberId, bound, referrerId, code, referrerUplineIds } = facts
  if (bound === undefined || code === undefined) return refuse('member_missing')
  if (referrerId === memberId) return refuse('referral_self')
  if (bound.referrerId === referrerId) return accept()
  if (referrerUplineIds.includes(memberId)) return refuse('referral_cycle')
  return accept(boundTo(memberId, referrerId, code, bound))
}

/** The code somebody joins with. `ownerId` is undefined when it is nobody's: that stops no one from joining. */
export type ReferralFacts = { readonly code: string; readonly ownerId: string | undefined }

/** Binds someone who joins at this moment: nobody can be below them yet, so there is nothing to refuse. */
export function bindAtJoin(memberId: string, referral: ReferralFacts | undefined): readonly MemberBound[] {
  if (referral?.ownerId === undefined || referral.ownerId === memberId) return []
  return [{ type: 'member_bound', memberId, referrerId: referral.ownerId, code: referral.code }]
}

/** What entering the club does: someone new joins and is bound to who brought them; everyone gets a session. */
export function joinWithReferral(
  facts: EnterFacts,
  referral: ReferralFacts | undefined,
): readonly (MemberJoined | MemberBound | SessionOpened)[] {
  return withBinding(enter(facts), referral)
}

/** {@link enterByCode}, binding someone new to who brought them. Someone who is a member already is never re-bound. */
export function enterByCodeWithReferral(
  facts: EnterByCodeFacts,
  referral: ReferralFacts | undefined,
): Decision<MemberJoined | MemberBound | SessionOpened, CodeOf<typeof signIn>> {
  const decision = enterByCode(facts)
  return decision.ok ? accept(...withBinding(decision.events, referral)) : decision
}

function withBinding<Event extends MemberJoined | SessionOpened>(
  events: readonly Event[],
  referral: ReferralFacts | undefined,
): readonly (Event | MemberBound)[] {
  return events.flatMap((event): readonly (Event | MemberBound)[] =>
    event.type === 'member_joined' ? [event, ...bindAtJoin(event.memberId, referral)] : [event],
  )
}

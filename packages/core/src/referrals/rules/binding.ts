import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
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
import type { MemberBound } from '../schema.ts'

export type BindFacts = {
  readonly memberId: string
  readonly code: string
  /** Whose code it is; undefined when nobody's. */
  readonly ownerId: string | undefined
  /** Who the member is bound to already. */
  readonly referrerId: string | null
  /** Everyone above the owner of the code, to the top of the tree. */
  readonly ownerUplineIds: readonly string[]
}

/** Binds a member to the owner of a code. Once bound, it stays; nobody is above themselves. */
export function bind(facts: BindFacts): Decision<MemberBound, CodeOf<typeof bindReferral>> {
  const { memberId, code, ownerId, referrerId, ownerUplineIds } = facts
  if (ownerId === undefined) return refuse('code_unknown')
  if (ownerId === memberId) return refuse('referral_self')
  if (referrerId !== null) return refuse('already_bound')
  if (ownerUplineIds.includes(memberId)) return refuse('referral_cycle')
  return accept({ type: 'member_bound', memberId, referrerId: ownerId, code })
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

import { accept, type CodeOf, type Decision, dayMs, type Refusal, refuse } from '../kernel/index.ts'
import type { refreshSession, requestCode, signIn, updateProfile } from './contract.ts'
import type { MemberJoined, MemberLabelled, ProfileUpdated, SessionEnded, SessionOpened } from './events.ts'
import type { MemberLabels } from './operator-schema.ts'
import type { labelMember } from './operators.ts'
import type { IdentityKind, Labels, Member } from './schema.ts'

const chineseMobile = /^1[3-9]\d{9}$/
const internationalPhone = /^\+[1-9]\d{6,14}$/
const email = /^[^\s@"(),:;<>[\\\]]+@[^\s@.]+(\.[^\s@.]+)+$/
const longestAddress = 200

/**
 * The one spelling of an address, so that a person is found again however they type it; null when it is none. A Chinese
 * mobile number is its 11 digits, with or without +86; any other phone needs its + and country. E-mail is lower case.
 */
export function normalizeAddress(kind: IdentityKind, raw: string): string | null {
  const text = raw.normalize('NFKC').trim()
  if (text.length === 0 || text.length > longestAddress) return null
  if (kind === 'phone') return normalizePhone(text)
  if (kind === 'email') return email.test(text) ? text.toLowerCase() : null
  return text
}

function normalizePhone(text: string): string | null {
  const digits = text.replace(/[\s\-‐-―().]/g, '').replace(/^00/, '+')
  const domestic = digits.replace(/^\+86(?=1)/, '')
  if (chineseMobile.test(domestic)) return domestic
  return internationalPhone.test(digits) && !digits.startsWith('+861') ? digits : null
}

/** Who joins, and with what. The id and the code are made by the caller. */
export type JoinFacts = {
  readonly memberId: string
  /** Lowest tier of the brand. */
  readonly tierId: string
  readonly referralCode: string
  readonly channel: string
  /** For somebody who joined elsewhere and earlier. */
  readonly joinedAt?: number | undefined
}

/** Someone becomes a member. Who referred them is the business of referrals. */
export function join({ memberId, tierId, referralCode, channel, joinedAt }: JoinFacts): MemberJoined {
  const joined: MemberJoined = { type: 'member_joined', memberId, tierId, referralCode, channel }
  return joinedAt === undefined ? joined : { ...joined, joinedAt }
}

/** Brings in a member of another system; somebody who is a member already stays as they are. */
export function bringIn(memberId: string | undefined, joining: JoinFacts): readonly MemberJoined[] {
  return memberId === undefined ? [join(joining)] : []
}

export type CheckAddressFacts = {
  /** As {@link normalizeAddress} gives it. */
  readonly address: string | null
}

/** Whether a code can be sent to this address at all. */
export function checkAddress({ address }: CheckAddressFacts): Decision<never, CodeOf<typeof requestCode>> {
  return address === null ? refuse('address_invalid') : accept()
}

export type CheckCodeFacts = {
  /** The newest unused code for the address; undefined when there is none. */
  readonly expected: { readonly codeHash: string; readonly expiresAt: number } | undefined
  readonly givenHash: string
  readonly now: number
}

/** Whether the code is the one that was sent and still holds; undefined if so. A wrong code never tells its age. */
export function checkCode(facts: CheckCodeFacts): Refusal<'code_wrong' | 'code_expired'> | undefined {
  const { expected, givenHash, now } = facts
  if (expected === undefined || expected.codeHash !== givenHash) return { code: 'code_wrong' }
  return expected.expiresAt <= now ? { code: 'code_expired' } : undefined
}

/** Somebody is known to be who they are: the session to open, and how they join if they are new. */
export type EnterFacts = {
  /** The member found by the identity; undefined for someone new. */
  readonly memberId: string | undefined
  readonly joining: JoinFacts
  readonly sessionId: string
  /** When the session ends for good. */
  readonly sessionExpiresAt: number
}

/** Opens a session, joining the person first if they are new. Signing in with a code and minting a session end here. */
export function enter(facts: EnterFacts): readonly (MemberJoined | SessionOpened)[] {
  const { memberId, joining, sessionId, sessionExpiresAt } = facts
  if (memberId !== undefined) return [openSession(memberId, sessionId, sessionExpiresAt)]
  return [join(joining), openSession(joining.memberId, sessionId, sessionExpiresAt)]
}

/** The event of a session that opens. */
export function openSession(memberId: string, sessionId: string, expiresAt: number): SessionOpened {
  return { type: 'session_opened', memberId, sessionId, expiresAt }
}

export type EnterByCodeFacts = EnterFacts & CheckCodeFacts & CheckAddressFacts

/** Sign in with a code. A code opens one session: the caller takes it away together with the events. */
export function enterByCode(facts: EnterByCodeFacts): Decision<MemberJoined | SessionOpened, CodeOf<typeof signIn>> {
  if (facts.address === null) return refuse('address_invalid')
  const refusal = checkCode(facts)
  return refusal === undefined ? accept(...enter(facts)) : { ok: false, refusal }
}

export type RefreshFacts = {
  readonly session: { readonly expiresAt: number; readonly endedAt: number | null } | undefined
  readonly now: number
}

/** Whether a session may open another access token. Nothing changes, so refreshing twice at once is fine. */
export function refresh({ session, now }: RefreshFacts): Decision<never, CodeOf<typeof refreshSession>> {
  const isOpen = session !== undefined && session.endedAt === null && now < session.expiresAt
  return isOpen ? accept() : refuse('session_ended')
}

/** The event of a session that its member ends. */
export function endSession(memberId: string, sessionId: string): SessionEnded {
  return { type: 'session_ended', memberId, sessionId }
}

export type ProfileFacts = {
  readonly memberId: string
  readonly before: Pick<Member, 'name' | 'birthday'>
  readonly after: { readonly name: string; readonly birthday?: string | null | undefined }
  /** Today in the brand's zone, `YYYY-MM-DD`. */
  readonly today: string
}

/** The event of a changed profile; what stays the same changes nothing. */
export function changeProfile(facts: ProfileFacts): Decision<ProfileUpdated, CodeOf<typeof updateProfile>> {
  const { memberId, before, after, today } = facts
  const { birthday = before.birthday } = after
  if (birthday !== null && birthday > today) return refuse('birthday_future')
  const fields = [
    ...(after.name === before.name ? [] : ['name']),
    ...(birthday === before.birthday ? [] : ['birthday']),
  ]
  return fields.length === 0 ? accept() : accept({ type: 'profile_updated', memberId, fields })
}

/** The fewest days between two presents for a birthday, whatever it was changed to meanwhile. */
export const PRESENT_DAYS: number = 365

export type PresentFacts = {
  /** Today in the brand's zone, `YYYY-MM-DD`. */
  readonly today: string
  /** The day this present was last given; undefined for never. */
  readonly lastDay: string | undefined
}

/**
 * Whether the present of a birthday was had: in this calendar year, or less than 365 days ago. So a birthday that is
 * changed around New Year, or at any other time, brings nothing twice.
 */
export function hadPresent({ today, lastDay }: PresentFacts): boolean {
  if (lastDay === undefined) return false
  const days = (Date.parse(today) - Date.parse(lastDay)) / dayMs
  return lastDay.slice(0, 4) === today.slice(0, 4) || days < PRESENT_DAYS
}

/**
 * Whether it is the month of a birthday, `1992-02-29` or `02-29`. Presents are given from its beginning on, for the
 * journal keeps their moment for ever and must not tell the day; so 29 February is in every February.
 */
export function isBirthdayMonth(birthday: string | null, today: string): boolean {
  return birthday !== null && birthday.slice(-5, -3) === today.slice(5, 7)
}

export type LabelFacts = MemberLabels & {
  /** What the member carries now; undefined when there is no such member. */
  readonly known: (Labels & { readonly isLabelled: boolean }) | undefined
}

/** Replaces both lists of labels; the same ones in the same order change nothing. */
export function label(facts: LabelFacts): Decision<MemberLabelled, CodeOf<typeof labelMember>> {
  const { known, memberId, tags, segmentIds } = facts
  if (known === undefined) return refuse('member_missing')
  const repeated = repeatedOf(tags) ?? repeatedOf(segmentIds)
  if (repeated !== undefined) return refuse('label_repeated', { label: repeated })
  if (isSame(tags, known.tags) && isSame(segmentIds, known.segmentIds)) return accept()
  return accept({ type: 'member_labelled', memberId, tags, segmentIds, created: !known.isLabelled })
}

function repeatedOf(labels: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return labels.find((each) => seen.size === seen.add(each).size)
}

function isSame(after: readonly string[], before: readonly string[]): boolean {
  return after.length === before.length && after.every((each, place) => each === before[place])
}

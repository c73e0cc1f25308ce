import * as z from 'zod/mini'
import { Id, Label, Moment, type Schema } from '../kernel/index.ts'

/** How a person is known: a phone number, an e-mail address, or an id in another system. */
export type IdentityKind = 'phone' | 'email' | 'external'
export const IdentityKind: Schema<IdentityKind> = z.enum(['phone', 'email', 'external'])

/** One identity of a member. Personal data: kept outside journal, hash and replay. */
export type Identity = {
  readonly kind: IdentityKind
  /** Digits with an optional leading + for a phone; lower case for an e-mail address. */
  readonly address: string
}

/** A person who joined the brand's club, as they see themselves. */
export type Member = {
  readonly id: string
  /** Display name; null until given. Personal data. */
  readonly name: string | null
  /** `YYYY-MM-DD`; null until given. Personal data. */
  readonly birthday: string | null
  readonly joinedAt: number
  readonly identities: readonly Identity[]
}

/** A day somebody was born on, `YYYY-MM-DD`, from 1900 on. */
export const Birthday: Schema<string> = z.string().check(z.refine(isDay, 'expected a day from 1900 on, as 1992-02-29'))

/** A day of the calendar: 30 February is read as another one. */
function isDay(text: string): boolean {
  if (!/^(19|20)\d\d-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

const address: Schema<string> = z.string().check(z.minLength(3), z.maxLength(200))
export const Identity: Schema<Identity> = z.object({ kind: IdentityKind, address })
export const Member: Schema<Member> = z.object({
  id: Id,
  name: z.nullable(Label),
  birthday: z.nullable(Birthday),
  joinedAt: Moment,
  identities: z.array(Identity),
})

/** What operators say of a member for prices to depend on. It stands in the journal: no personal data. */
export type Labels = {
  /** Words of the brand such as `vip`; compared letter by letter. */
  readonly tags: readonly string[]
  /** The segments 人群 the brand's own system counts the member to; members see them only among the facts of prices. */
  readonly segmentIds: readonly string[]
}

/** A member's signed session. The access token is short-lived; the refresh token opens new ones until it ends. */
export type MemberSession = {
  readonly memberId: string
  readonly accessToken: string
  readonly accessExpiresAt: number
  readonly refreshToken: string
  readonly refreshExpiresAt: number
  /** True when this sign-in created the member. */
  readonly joined: boolean
}
export const MemberSession: Schema<MemberSession> = z.object({
  memberId: Id,
  accessToken: z.string(),
  accessExpiresAt: Moment,
  refreshToken: z.string(),
  refreshExpiresAt: Moment,
  joined: z.boolean(),
})

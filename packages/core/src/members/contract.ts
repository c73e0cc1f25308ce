import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, Label, Moment, type Schema } from '../kernel/index.ts'
import { Birthday, Member, MemberSession } from './schema.ts'

/** Channels a sign-in code can be sent over. */
export type CodeKind = 'phone' | 'email'

export type RequestCodeInput = { readonly kind: CodeKind; readonly address: string }
export const RequestCodeInput: Schema<RequestCodeInput> = z.object({
  kind: z.enum(['phone', 'email']),
  address: z.string().check(z.minLength(3), z.maxLength(200)),
})
export type RequestedCode = {
  readonly expiresAt: number
  /** Only from the built-in test provider, which sends nothing: the code itself. */
  readonly testCode: string | null
}
export const RequestedCode: Schema<RequestedCode> = z.object({ expiresAt: Moment, testCode: z.nullable(z.string()) })

/** Send a sign-in code to a phone or an e-mail address. */
export const requestCode: Endpoint<RequestCodeInput, RequestedCode, 'address_invalid'> = {
  name: 'members.requestCode',
  method: 'POST',
  path: '/v1/sign-in-codes',
  access: 'public',
  input: RequestCodeInput,
  output: RequestedCode,
  refusals: { address_invalid: 409 },
}

export type SignInInput = {
  readonly kind: CodeKind
  readonly address: string
  readonly code: string
  /** Display name for a member who joins by this sign-in. */
  readonly name?: string | undefined
  /** Referral code captured on the device; used when this sign-in makes a new member. */
  readonly referralCode?: string | undefined
}
export const SignInInput: Schema<SignInInput> = z.object({
  kind: z.enum(['phone', 'email']),
  address: z.string().check(z.minLength(3), z.maxLength(200)),
  code: z.string().check(z.regex(/^\d{4,8}$/)),
  name: z.optional(Label),
  referralCode: z.optional(z.string().check(z.minLength(4), z.maxLength(24))),
})

/** Sign in with a code; someone new becomes a member. */
export const signIn: Endpoint<SignInInput, MemberSession, 'address_invalid' | 'code_wrong' | 'code_expired'> = {
  name: 'members.signIn',
  method: 'POST',
  path: '/v1/sessions',
  access: 'public',
  input: SignInInput,
  output: MemberSession,
  refusals: { address_invalid: 409, code_wrong: 403, code_expired: 403 },
}

export type RefreshSessionInput = { readonly refreshToken: string }
export const RefreshSessionInput: Schema<RefreshSessionInput> = z.object({
  refreshToken: z.string().check(z.minLength(10), z.maxLength(4_000)),
})

/** A new access token for a session that has not ended. Refreshing twice at once is fine. */
export const refreshSession: Endpoint<RefreshSessionInput, MemberSession, 'session_ended'> = {
  name: 'members.refresh',
  method: 'POST',
  path: '/v1/sessions/refresh',
  access: 'public',
  input: RefreshSessionInput,
  output: MemberSession,
  refusals: { session_ended: 403 },
  safe: true,
}

export type SignedOut = { readonly sessionId: string }
export const SignedOut: Schema<SignedOut> = z.object({ sessionId: Id })

/** End this session on the server. */
export const signOut: Endpoint<Empty, SignedOut> = {
  name: 'members.signOut',
  method: 'POST',
  path: '/v1/sessions/end',
  access: 'member',
  input: Empty,
  output: SignedOut,
  refusals: {},
}

/** The signed-in member. */
export const getMember: Endpoint<Empty, Member> = {
  name: 'members.get',
  method: 'GET',
  path: '/v1/member',
  access: 'member',
  input: Empty,
  output: Member,
  refusals: {},
}

export type UpdateProfileInput = {
  readonly name: string
  /** Left out stays as it is; null takes it away. */
  readonly birthday?: string | null | undefined
}
export const UpdateProfileInput: Schema<UpdateProfileInput> = z.object({
  name: Label,
  birthday: z.optional(z.nullable(Birthday)),
})

/** Put one's own name and birthday right. A birthday in the future is none. */
export const updateProfile: Endpoint<UpdateProfileInput, Member, 'birthday_future'> = {
  name: 'members.updateProfile',
  method: 'PUT',
  path: '/v1/member',
  access: 'member',
  input: UpdateProfileInput,
  output: Member,
  refusals: { birthday_future: 409 },
}

export type MembersContract = {
  readonly requestCode: typeof requestCode
  readonly signIn: typeof signIn
  readonly refresh: typeof refreshSession
  readonly signOut: typeof signOut
  readonly get: typeof getMember
  readonly updateProfile: typeof updateProfile
}
export const membersContract: MembersContract = {
  requestCode,
  signIn,
  refresh: refreshSession,
  signOut,
  get: getMember,
  updateProfile,
}

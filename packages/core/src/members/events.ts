import type { Labels } from './schema.ts'

/** Someone became a member. How they are reached is not in here. */
export type MemberJoined = {
  readonly type: 'member_joined'
  readonly memberId: string
  /** Lowest tier of the brand at that moment. */
  readonly tierId: string
  /** The member's own referral code, made at joining. */
  readonly referralCode: string
  readonly channel: string
  /** When they joined, if that was elsewhere and earlier; left out when they join now. */
  readonly joinedAt?: number | undefined
}

/** The member changed some of their own data; only the names of the fields are recorded. */
export type ProfileUpdated = {
  readonly type: 'profile_updated'
  readonly memberId: string
  readonly fields: readonly string[]
}

/** An operator replaced the member's labels. */
export type MemberLabelled = Labels & {
  readonly type: 'member_labelled'
  readonly memberId: string
  /** These are the first. */
  readonly created: boolean
}

/** A session was opened or ended. */
export type SessionOpened = {
  readonly type: 'session_opened'
  readonly memberId: string
  readonly sessionId: string
  readonly expiresAt: number
}

export type SessionEnded = { readonly type: 'session_ended'; readonly memberId: string; readonly sessionId: string }

/** Everything that can happen to a member. */
export type MemberEvent = MemberJoined | ProfileUpdated | MemberLabelled | SessionOpened | SessionEnded

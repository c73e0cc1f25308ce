import type { Siyu } from '@siyu/core'
import type {
  Member,
  MemberSession,
  RequestCodeInput,
  RequestedCode,
  SignInInput,
  UpdateProfileInput,
} from '@siyu/core/members'
import { useMemo } from 'react'
import { type SessionStatus, useSiyuContext } from './provider.tsx'
import { useMemberRead } from './reads.ts'
import type { ReferralCodes } from './referral-code.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** What can be done about the session. Each promise rejects with a `SiyuError`. */
export type SessionActions = {
  /** Sends a sign-in code. */
  readonly requestCode: (input: RequestCodeInput) => Promise<RequestedCode>
  /** Signs in with the code; someone new joins, under the referral code the page was opened with. */
  readonly signIn: (input: SignInInput) => Promise<MemberSession>
  readonly signOut: () => Promise<void>
}

/** Who is here, and how to change that. Narrow on `status`. */
export type SessionResult = SessionStatus & SessionActions

/** The session: `loading` until the browser has taken over from a server's page, then `anonymous` or `member`. */
export function useSession(): SessionResult {
  const { client, referralCodes, session } = useSiyuContext()
  const actions = useMemo(() => sessionActions(client, referralCodes), [client, referralCodes])
  return { ...session, ...actions }
}

function sessionActions(client: Siyu, referralCodes: ReferralCodes): SessionActions {
  return {
    requestCode: (input) => client.members.requestCode(input),
    async signIn(input) {
      const referralCode = input.referralCode ?? (await referralCodes.get())
      const session = await client.members.signIn(referralCode === null ? input : { ...input, referralCode })
      await referralCodes.forget()
      return session
    },
    async signOut() {
      await client.members.signOut()
    },
  }
}

/** The signed-in member's profile. */
export function useMember(): SiyuQueryResult<Member> {
  return useMemberRead((queries) => queries.member())
}

/** Changes one's own display name and birthday. */
export function useUpdateProfile(): SiyuMutationResult<UpdateProfileInput, Member> {
  return useWrite({
    name: 'members.updateProfile',
    call: (client, input, options) => client.members.updateProfile(input, options),
    settled: ({ queryClient, queries }, member) => queryClient.setQueryData(queries.member().queryKey, member),
  })
}

import type { BindReferralInput, Referral, TeamMember, Withdrawal, WithdrawInput } from '@siyu/core/referrals'
import { useSiyuContext } from './provider.tsx'
import { type QrMatrix, useQrMatrix } from './qr.tsx'
import type { PageSize, TeamPage } from './queries.ts'
import { useMemberList, useMemberRead } from './reads.ts'
import { referralParam } from './referral-code.ts'
import type { SiyuListResult, SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** The member's own code, who referred them, and how many they referred. */
export function useReferral(): SiyuQueryResult<Referral> {
  return useMemberRead((queries) => queries.referral())
}

/** Those bound to the member, newest first, or with `level: 'second'` those bound to them, page by page. */
export function useReferralTree(page?: TeamPage): SiyuListResult<TeamMember> {
  return useMemberList((queries) => queries.team(page))
}

/** Those who joined directly through the member's code, newest first. */
export function useTeam(page?: PageSize): SiyuListResult<TeamMember> {
  return useMemberList((queries) => queries.team(page))
}

/** Binds the member to whoever's code this is. Once bound, it stays. */
export function useBindReferral(): SiyuMutationResult<BindReferralInput, Referral> {
  return useWrite({
    name: 'referrals.bind',
    call: (client, input, options) => client.referrals.bind(input, options),
    settled({ queryClient, queries, referralCodes }, referral) {
      queryClient.setQueryData(queries.referral().queryKey, referral)
      void referralCodes.forget()
    },
  })
}

/** The member's withdrawals of commission 提现, newest first. */
export function useWithdrawals(page?: PageSize): SiyuListResult<Withdrawal> {
  return useMemberList((queries) => queries.withdrawals(page))
}

/** Takes available commission out. It is debited at once, and credited back should it not be paid. */
export function useWithdraw(): SiyuMutationResult<WithdrawInput, Withdrawal> {
  return useWrite({
    name: 'referrals.withdraw',
    call: (client, input, options) => client.referrals.withdraw(input, options),
    settled: ({ refresh }) => refresh('commission', 'withdrawals'),
  })
}

/** A link that carries the member's code. All null while the code is not known. */
export type ReferralLink = {
  readonly code: string | null
  readonly url: string | null
  /** The link as a QR code; null until the encoder is loaded. */
  readonly qr: QrMatrix | null
}

/** A link to `target` (this page unless said otherwise) that refers whoever opens it, also as a QR code. */
export function useReferralLink(target?: string): ReferralLink {
  const { pageUrl } = useSiyuContext()
  const code = useReferral().data?.code ?? null
  const base = pageUrl ?? globalThis.location?.href
  const url = code === null || base === undefined ? null : linkWith(code, target ?? '', base)
  return { code, url, qr: useQrMatrix(url) }
}

function linkWith(code: string, target: string, base: string): string {
  const url = new URL(target, base)
  url.searchParams.set(referralParam, code)
  return url.href
}

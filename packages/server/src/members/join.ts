import type { EnterFacts, JoinFacts } from '@siyu/core/members'
import type { ReferralFacts } from '@siyu/core/referrals'
import type { TierSettings } from '@siyu/core/tiers'
import type { Call } from '../kernel/call.ts'
import { given, type Load } from '../kernel/read.ts'
import { SESSION_MS } from '../kernel/tokens.ts'
import { loadCodeOwner } from '../referrals/index.ts'

const REFERRAL_CODE_LENGTH = 10

/** The owner of the code somebody came with, if they came with one. */
export function loadReferral(call: Call, code: string | undefined): Load<{ readonly memberId: string } | undefined> {
  return code === undefined ? given(undefined) : loadCodeOwner(call, code)
}

/** The code and whose it is, as the rule wants it. */
export function referralFacts(
  code: string | undefined,
  owner: { readonly memberId: string } | undefined,
): ReferralFacts | undefined {
  return code === undefined ? undefined : { code, ownerId: owner?.memberId }
}

/** What somebody joins with if they turn out to be new. */
export function joinFacts(call: Call, tiers: TierSettings, channel: string): JoinFacts {
  const [lowest] = tiers.tiers
  if (lowest === undefined) throw new Error(`brand ${call.brandId} has no tiers`)
  return {
    memberId: call.newId('mem'),
    tierId: lowest.id,
    referralCode: call.newId('ref').slice(-REFERRAL_CODE_LENGTH),
    channel,
  }
}

/** The session to open for the owner of an identity, or for somebody new. */
export function enterFacts(
  call: Call,
  tiers: TierSettings,
  channel: string,
  known: { readonly memberId: string } | undefined,
): EnterFacts {
  return {
    memberId: known?.memberId,
    joining: joinFacts(call, tiers, channel),
    sessionId: call.newId('ses'),
    sessionExpiresAt: call.now + SESSION_MS,
  }
}

import type { EnterFacts, JoinFacts, MemberJoined } from '@siyu/core/members'
import { type GiftEvent, withActivityGrowth } from '@siyu/core/orders'
import { type PointsActivities, type PointsActivityCredited, withSignUp } from '@siyu/core/points'
import { type ReferralFacts, referralCode } from '@siyu/core/referrals'
import type { TierMoveEvent, TierSettings } from '@siyu/core/tiers'
import { type BrandRow, zoneOffsetMinutes } from '../brands/index.ts'
import type { Call } from '../kernel/call.ts'
import { given, type Load, type Loaded } from '../kernel/read.ts'
import { SESSION_MS } from '../kernel/tokens.ts'
import { loadActivitySettings } from '../points/index.ts'
import { loadCodeOwner } from '../referrals/index.ts'
import { loadNewcomer, type NewcomerLoads, newcomerFacts } from '../tiers/index.ts'

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
    referralCode: referralCode('personal', call.newId('ref')),
    channel,
  }
}

/** What a new member is welcomed with. */
export type WelcomeLoads = NewcomerLoads & { readonly activities: Load<PointsActivities> }

export function loadWelcome(call: Call): WelcomeLoads {
  return { ...loadNewcomer(call), activities: loadActivitySettings(call) }
}

/** What happens when someone enters, with the points and the growth of joining for whoever is new. */
export function welcomed<Event extends { readonly type: string }>(
  events: readonly Event[],
  rows: Loaded<WelcomeLoads>,
  call: Call,
): readonly (Event | PointsActivityCredited | TierMoveEvent | GiftEvent)[] {
  const { brand, activities: settings, tiers: club } = rows
  const { now } = call
  const joined = events.find(({ type }) => type === 'member_joined') as MemberJoined | undefined
  const offset = zoneOffsetMinutes((brand as BrandRow).timeZone, now)
  const credited = withSignUp(events, { settings, club, now, zoneOffsetMinutes: offset, lotId: call.newId('lot') })
  return withActivityGrowth(joined && newcomerFacts(rows, joined, call), credited, [])
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

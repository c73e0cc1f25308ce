import type { MemberJoined } from '@siyu/core/members'
import type { TierEvent, TierSettings } from '@siyu/core/tiers'
import type { Expression } from 'kysely'
import { changeSettings, loadSettings } from '../brands/index.ts'
import type { Apply, Recorded } from '../kernel/apply.ts'
import { type Call, memberOrNull } from '../kernel/call.ts'
import { given, guarded, type Load, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type TierTables, tierSpecs } from './tables.ts'

const db = tablesOf<TierTables>()
const writer = writerOf<TierTables>(tierSpecs)

export type MemberTierRow = TierTables['memberTiers']

/** The tiers of the brand. */
export function loadTierSettings(call: Call): Load<TierSettings> {
  return loadSettings<TierSettings>(call, 'tiers')
}

/** Where a member stands, by id or by a sub-query that finds it; guarded. Undefined: there is no such member. */
export function loadMemberTier(call: Call, memberId: string | Expression<string>): Load<MemberTierRow | undefined> {
  return guarded(
    tierSpecs.memberTiers,
    one(db.selectFrom('memberTiers').selectAll().where('brandId', '=', call.brandId).where('memberId', '=', memberId)),
  )
}

/** Where the caller stands; undefined for anyone who is no member. */
export function loadCallerTier(call: Call): Load<MemberTierRow | undefined> {
  const memberId = memberOrNull(call)
  return memberId === null ? given(undefined) : loadMemberTier(call, memberId)
}

/** The row of tiers a new member starts with. */
export function tierRowsForJoin({ memberId, tierId }: MemberJoined, { brandId }: Recorded): readonly Write[] {
  return [writer.insert('memberTiers', { brandId, memberId, growthCount: 0, tierId })]
}

export const applyTiers: Apply<TierEvent> = {
  growth_changed: ({ memberId, deltaCount }, { brandId }) => [
    writer.change('memberTiers', { brandId, memberId }, {}, { growthCount: deltaCount }),
  ],
  tier_changed: ({ memberId, toTierId }, { brandId }) => [
    writer.change('memberTiers', { brandId, memberId }, { tierId: toTierId }),
  ],
  tiers_configured: ({ settings }, { brandId }) => [changeSettings(brandId, 'tiers', settings)],
}

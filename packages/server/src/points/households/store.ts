import type { BrandCreated } from '@siyu/core/brands'
import {
  countOf,
  dayAfter,
  type HouseholdEvent,
  type HouseholdFacts,
  noSharing,
  type PointsSharing,
  type Relative,
  type SentOnDay,
} from '@siyu/core/points'
import { type RawBuilder, sql } from 'kysely'
import { changeSettings, firstSettings, loadSettings } from '../../brands/index.ts'
import type { Apply } from '../../kernel/apply.ts'
import type { Call } from '../../kernel/call.ts'
import { given, guarded, type Load, many, one } from '../../kernel/read.ts'
import { type Write, writerOf } from '../../kernel/write.ts'
import { changeAccount, entry, newLot, ownerOf, setAccount, takeWrites } from '../store.ts'
import { type HouseholdTables, householdSpecs } from './tables.ts'

const writer = writerOf<HouseholdTables>(householdSpecs)

/** Days that a month takes, in whatever zone. */
const LOOK_BACK_DAYS = 33

/** What the settings of sharing stand under. */
const CONCEPT = 'points_sharing'

/** Whether and how households share. */
export function loadSharing(call: Call): Load<PointsSharing> {
  return loadSettings<PointsSharing>(call, CONCEPT)
}

const memberIds = sql`(select json_agg(a.member_id order by a.household_joined_at, a.member_id)
  from points_accounts a where a.brand_id = h.brand_id and a.household_id = h.id)`

function households(where: RawBuilder<unknown>): Load<HouseholdFacts | undefined> {
  const rows = sql<HouseholdFacts>`select h.*, ${memberIds} as member_ids from points_households h where ${where}`
  return guarded(householdSpecs.pointsHouseholds, one(rows))
}

/** The household a member is in; guarded. */
export function loadHousehold({ brandId }: Call, memberId: string): Load<HouseholdFacts | undefined> {
  return households(sql`h.brand_id = ${brandId} and h.id = (select household_id from points_accounts
    where brand_id = ${brandId} and member_id = ${memberId})`)
}

/** The household whose open invitation has this code; guarded. */
export function loadInvitation({ brandId }: Call, code: string | null): Load<HouseholdFacts | undefined> {
  return code === null ? given(undefined) : households(sql`h.brand_id = ${brandId} and h.invite_code = ${code}`)
}

/** Those in a member's household with their names, which are read and never kept elsewhere. */
export function loadRelatives({ brandId }: Call, memberId: string): Load<readonly Relative[]> {
  return many<Relative>(sql`select a.member_id, p.name, a.household_joined_at as joined_at
    from points_accounts me
    join points_households h on h.brand_id = me.brand_id and h.id = me.household_id
    join points_accounts a on a.brand_id = h.brand_id and a.household_id = h.id
    left join member_profiles p on p.brand_id = a.brand_id and p.member_id = a.member_id
    where me.brand_id = ${brandId} and me.member_id = ${memberId}
    order by a.member_id <> h.owner_id, a.household_joined_at, a.member_id`)
}

/** What a member sent by day, this month's days among them. */
export function loadSent(call: Call, memberId: string): Load<readonly SentOnDay[]> {
  const from = dayAfter(new Date(call.now).toISOString().slice(0, 10), -LOOK_BACK_DAYS)
  return many<SentOnDay>(sql`select day, sum(count) as count from points_transfers
    where brand_id = ${call.brandId} and member_id = ${memberId} and day >= ${from} group by day`)
}

/** The settings of sharing of a new brand that was created without. */
export function sharingRowsForBrand(event: BrandCreated): readonly Write[] {
  return firstSettings(event, CONCEPT, noSharing)
}

export const applyHouseholds: Apply<HouseholdEvent> = {
  points_sharing_configured: ({ settings }, { brandId }) => [changeSettings(brandId, CONCEPT, settings)],
  points_household_formed: (event, as) => {
    const { memberId: ownerId, householdId: id } = event
    const household = { brandId: as.brandId, id, ownerId, memberCount: 1, inviteCode: null, inviteUntil: null }
    const joining = { householdId: id, householdJoinedAt: as.at }
    return [writer.insert('pointsHouseholds', household), setAccount(ownerOf(event, as), joining)]
  },
  points_household_invited: ({ householdId: id, code: inviteCode, expiresAt: inviteUntil }, { brandId }) => [
    writer.change('pointsHouseholds', { brandId, id }, { inviteCode, inviteUntil }),
  ],
  points_household_joined: (event, as) => {
    const { householdId: id } = event
    const usedUp = { inviteCode: null, inviteUntil: null }
    return [
      writer.change('pointsHouseholds', { brandId: as.brandId, id }, usedUp, { memberCount: 1 }),
      setAccount(ownerOf(event, as), { householdId: id, householdJoinedAt: as.at }),
    ]
  },
  points_household_left: (event, as) => {
    const { householdId: id, ended } = event
    const over = ended ? { inviteCode: null, inviteUntil: null } : {}
    return [
      writer.change('pointsHouseholds', { brandId: as.brandId, id }, over, { memberCount: -1 }),
      setAccount(ownerOf(event, as), { householdId: null, householdJoinedAt: null }),
    ]
  },
  points_sent: (event, as) => {
    const { toMemberId, transferId: id, day, moves } = event
    const owner = ownerOf(event, as)
    const takes = moves.map(({ fromLotId: lotId, count }) => ({ lotId, count }))
    const count = countOf(takes)
    return [
      ...takeWrites(owner, takes),
      changeAccount(owner, { balanceCount: -count }),
      writer.insert('pointsTransfers', { ...owner, id, toMemberId, count, day }),
      ...entry(owner, as, 'transfer', -count, null),
    ]
  },
  points_received: (event, as) => {
    const { moves } = event
    const owner = ownerOf(event, as)
    const count = countOf(moves)
    const paidCount = moves.reduce((sum, { debtPaidCount }) => sum + debtPaidCount, 0)
    return [
      ...moves.map(({ lotId, count: amount, debtPaidCount, activeAt, expiresAt, isGrace }) =>
        newLot(owner, lotId, amount, amount - debtPaidCount, activeAt, expiresAt, null, isGrace),
      ),
      changeAccount(owner, { balanceCount: count, debtCount: -paidCount }),
      ...entry(owner, as, 'transfer', count, null),
    ]
  },
}

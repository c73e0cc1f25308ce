import type { BrandCreated } from '@siyu/core/brands'
import type { MemberJoined } from '@siyu/core/members'
import { type GrowthChanged, standingAtJoining, type TierEvent, type TierReason } from '@siyu/core/tiers'
import { changeSettings } from '../brands/index.ts'
import type { Apply, Recorded } from '../kernel/apply.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type TierTables, tierSpecs } from './tables.ts'

const writer = writerOf<TierTables>(tierSpecs)

/** The row of tiers a new brand starts with. */
export function tierRowsForBrand({ brand }: BrandCreated): readonly Write[] {
  return [writer.insert('tierPrograms', { brandId: brand.id, revision: 0 })]
}

/** The row of tiers a new member starts with. */
export function tierRowsForJoin(
  { memberId, tierId, joinedAt }: MemberJoined,
  { brandId, at }: Recorded,
): readonly Write[] {
  const standing = standingAtJoining(tierId, joinedAt ?? at)
  return [writer.insert('memberTiers', { brandId, memberId, ...standing, dueAt: null, growthCount: 0 })]
}

type OfMember = { readonly memberId: string }

/** Moves the version of the member's row, which guards every row beside it. */
function touch({ memberId }: OfMember, { brandId }: Recorded): Write {
  return writer.change('memberTiers', { brandId, memberId }, {}, { growthCount: 0 })
}

/** An order has one entry, which its refunds lower; everything else is an entry of its own. */
function entryWrite(event: GrowthChanged, { brandId, at, eventId }: Recorded): Write {
  const { memberId, deltaCount: amountCount, orderId, earnedAt = at, activity } = event
  if (orderId !== null && amountCount < 0) {
    return writer.change('growthEntries', { brandId, memberId, id: orderId }, {}, { amountCount })
  }
  const id = orderId ?? activity?.key ?? eventId
  const kind = orderId === null ? (activity?.kind ?? 'adjust') : 'order'
  return writer.insert('growthEntries', { brandId, memberId, id, kind, amountCount, orderId, at: earnedAt })
}

function historyWrite(
  { memberId }: OfMember,
  { brandId, eventId: id }: Recorded,
  fromTierId: string,
  toTierId: string,
  reason: TierReason | null,
  at: number,
): Write {
  return writer.insert('tierHistory', { brandId, memberId, id, fromTierId, toTierId, reason, at })
}

export const applyTiers: Apply<TierEvent> = {
  growth_changed: (event, as) => {
    const { brandId } = as
    const { memberId, deltaCount } = event
    return [entryWrite(event, as), writer.change('memberTiers', { brandId, memberId }, {}, { growthCount: deltaCount })]
  },
  tier_changed: (event, as) => {
    const { memberId, fromTierId, toTierId, reason = null, at = as.at } = event
    // Events of earlier versions are the whole of what happened; those of now come with a standing.
    const alone = reason === null ? { growthTierId: toTierId, reachedAt: at } : {}
    return [
      writer.change('memberTiers', { brandId: as.brandId, memberId }, { tierId: toTierId, ...alone }),
      historyWrite(event, as, fromTierId, toTierId, reason, at),
    ]
  },
  tier_kept: (event, as) => [historyWrite(event, as, event.tierId, event.tierId, event.reason, event.at)],
  tier_standing_set: ({ memberId, standing, dueAt }, { brandId }) => [
    writer.change('memberTiers', { brandId, memberId }, { ...standing, dueAt }),
  ],
  tier_set_by_hand: (event, as) => [touch(event, as)],
  tier_downgrade_approaching: (event, as) => [touch(event, as)],
  membership_set: (event, as) => {
    const { brandId } = as
    const { memberId, membership, created } = event
    const { orderId, lineId, term, quantity, from: activeFrom, until: activeUntil } = membership
    const key = { brandId, memberId, orderId, lineId }
    const row = { term, quantity, activeFrom, activeUntil }
    const write = created
      ? writer.insert('tierMemberships', { ...key, ...row })
      : writer.change('tierMemberships', key, row)
    return [write, touch(event, as)]
  },
  tier_gift_granted: (event, as) => {
    const { memberId, tierId, kind, period, couponId, pointsCount, withheld } = event
    const onceKey = kind === 'upgrade' ? tierId : period
    const row = { memberId, kind, onceKey, tierId, period, couponId, pointsCount, withheld, at: as.at }
    return [writer.insert('tierGifts', { brandId: as.brandId, ...row }), touch(event, as)]
  },
  // Settings of earlier versions had no number and count as the first ones.
  tiers_configured: ({ settings, revision = 0 }, { brandId }) => [
    changeSettings(brandId, 'tiers', settings),
    writer.change('tierPrograms', { brandId }, { revision }),
  ],
}

import type { LotTake, PointsLot, PointsReturn } from '../../points/index.ts'
import { nothing, saleOf, type TablesOf, type World } from './tables.fixture.ts'

/** Lots of points, growth and tiers. */
export const pointsTables: TablesOf<'points' | 'growth' | 'tier' | 'membership'> = {
  points_item_returned: nothing,
  points_held: (world, { orderId, takes }) => {
    takeFrom(world, takes)
    saleOf(world, orderId).heldTakes = takes
  },
  points_released: (world, { orderId, returns }) => {
    putBack(world, returns)
    saleOf(world, orderId).heldTakes = []
  },
  points_spent: (world, { orderId, takes }) => {
    Object.assign(saleOf(world, orderId), { heldTakes: [], spentTakes: takes })
  },
  points_returned: (world, { returns }) => putBack(world, returns),
  points_earned: (world, { lotId, count, caps, activeAt, expiresAt, orderId, debtPaidCount }) => {
    for (const { key, count: used } of caps) world.used.set(key, (world.used.get(key) ?? 0) + used)
    const remainingCount = count - debtPaidCount
    const life = { activeAt, expiresAt, orderId, isGrace: false }
    world.lots.set(lotId, { id: lotId, amountCount: count, remainingCount, ...life })
    world.debtCount -= debtPaidCount
    if (orderId !== null) saleOf(world, orderId).ownLotId = lotId
  },
  points_activated: (world, { lotId, activeAt, expiresAt, debtPaidCount }) => {
    const lot = lotOf(world, lotId)
    world.lots.set(lotId, { ...lot, activeAt, expiresAt, remainingCount: lot.remainingCount - debtPaidCount })
    world.debtCount -= debtPaidCount
  },
  points_clawed: (world, { takes, debtCount }) => {
    takeFrom(world, takes)
    world.debtCount += debtCount
  },
  points_expired: (world, { lotId, count }) => {
    takeFrom(world, [{ lotId, count }])
    world.expired.set(lotId, (world.expired.get(lotId) ?? 0) + count)
  },
  points_extended: (world, { lotIds, expiresAt }) => {
    for (const lotId of lotIds) world.lots.set(lotId, { ...lotOf(world, lotId), expiresAt })
  },
  points_adjusted: (world, { lotId, count, takes, activeAt, expiresAt, debtPaidCount }) => {
    takeFrom(world, takes)
    const remainingCount = count - debtPaidCount
    const lot = { amountCount: count, remainingCount, activeAt, expiresAt, orderId: null, isGrace: false }
    if (lotId !== null) world.lots.set(lotId, { id: lotId, ...lot })
    world.debtCount -= debtPaidCount
  },
  growth_changed: (world, { deltaCount }) => {
    world.growthCount += deltaCount
  },
  tier_changed: (world, { toTierId }) => {
    world.tierId = toTierId
  },
  tier_standing_set: (world, { standing }) => {
    world.standing = standing
  },
  tier_kept: nothing,
  tier_downgrade_approaching: nothing,
  tier_gift_granted: nothing,
  membership_set: nothing,
}

function takeFrom(world: World, takes: readonly LotTake[]): void {
  for (const { lotId, count } of takes) {
    const lot = lotOf(world, lotId)
    world.lots.set(lotId, { ...lot, remainingCount: lot.remainingCount - count })
  }
}

function putBack(world: World, returns: readonly PointsReturn[]): void {
  for (const { lotId, count, graceLotId, expiresAt } of returns) {
    if (graceLotId === null) takeFrom(world, [{ lotId, count: -count }])
    else {
      const life = { activeAt: world.now, expiresAt, orderId: null, isGrace: true }
      world.lots.set(graceLotId, { id: graceLotId, amountCount: count, remainingCount: count, ...life })
    }
  }
}

function lotOf(world: World, lotId: string): PointsLot {
  const lot = world.lots.get(lotId)
  if (lot === undefined) throw new Error(`no lot ${lotId}`)
  return lot
}

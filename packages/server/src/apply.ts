import type { MemberJoined } from '@siyu/core/members'
import { applyBrands } from './brands/index.ts'
import { applyCarts, cartRowsForJoin } from './carts/index.ts'
import { applyCatalog } from './catalog/index.ts'
import { applyCoupons } from './coupons/index.ts'
import { applyInventory } from './inventory/index.ts'
import { type Apply, type DomainEvent, mergeApply, type Recorded } from './kernel/apply.ts'
import type { Write } from './kernel/write.ts'
import { applyMembers } from './members/index.ts'
import { applyOrders } from './orders/index.ts'
import { applyPayments } from './payments/index.ts'
import { applyPoints, pointsRowsForJoin } from './points/index.ts'
import { applyPromotions } from './promotions/index.ts'
import { applyReferrals, referralRowsForJoin } from './referrals/index.ts'
import { applyTiers, tierRowsForJoin } from './tiers/index.ts'

/** Joining makes every row that later events only change, whichever concept owns it. */
function applyMemberJoined(event: MemberJoined, as: Recorded): readonly Write[] {
  return [
    ...applyMembers.member_joined(event, as),
    ...tierRowsForJoin(event, as),
    ...cartRowsForJoin(event, as),
    ...pointsRowsForJoin(event, as),
    ...referralRowsForJoin(event, as),
  ]
}

/** How every event of every concept changes the tables. */
export const apply: Apply<DomainEvent> = mergeApply(
  applyBrands,
  { ...applyMembers, member_joined: applyMemberJoined },
  applyTiers,
  applyCatalog,
  applyInventory,
  applyPromotions,
  applyCoupons,
  applyCarts,
  applyPoints,
  applyReferrals,
  applyOrders,
  applyPayments,
)

import { leaveShop } from '@siyu/core/kolshops'
import { erasedOf, leaving, listsOf, type MemberPart } from '../compliance/index.ts'
import { loadShopOf } from './store.ts'
import { type KolShopTables, kolShopSpecs } from './tables.ts'

const list = listsOf<KolShopTables>(kolShopSpecs)

/** A shop closes with its promoter's account; what its page says goes, and its sales stay by ids. */
export const kolShopsPart: MemberPart = {
  concept: 'kolshops',
  lists: [
    list('kolShops', 'memberId', [
      ...(['id', 'status', 'code', 'productIds', 'couponTemplateId', 'prices', 'appliedAt', 'decidedAt'] as const),
    ]),
    list('kolShopPages', 'memberId', ['name', 'story', 'bannerUrl']),
  ],
  erased: [erasedOf(kolShopSpecs.kolShopPages, 'member_id', 'erasing')],
  leave: leaving(
    (call, memberId) => ({ shop: loadShopOf(call, memberId) }),
    ({ shop }) => ({ closing: leaveShop(shop) }),
  ),
}

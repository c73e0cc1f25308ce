import type { FlashItem } from '@siyu/core/flashsales'
import { UNKNOWN } from '../../terms/kinds.ts'

/** An article of a session that is still to be filled in. */
export const newFlashItem: FlashItem = {
  ...{ skuId: '', priceMinor: UNKNOWN, bucketCount: UNKNOWN, perMemberCount: 1, slotCount: 8 },
}

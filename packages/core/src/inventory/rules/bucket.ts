import { accept, type Decision, refuse } from '../../kernel/index.ts'
import type { BucketResized, BucketReturned, BucketTaken } from '../events.ts'
import type { BucketSlot, BucketTake } from '../schema.ts'
import { affinityOf, takeFromSlots } from './slots.ts'

/** The bucket of a SKU in a campaign. */
export function bucketIdOf(campaignId: string, skuId: string): string {
  return `${campaignId}/${skuId}`
}

export type BucketFacts = {
  readonly bucketId: string
  /** Null where only the stock is the limit. */
  readonly slots: readonly BucketSlot[] | null
  /** The most pieces one member may have, those that came back aside. */
  readonly perMemberCount: number
  /** Pieces the member has; undefined for one who took none yet. */
  readonly memberCount: number | undefined
}

/** What is left in a bucket; null where it has no limit. */
export function leftInBucket(slots: readonly BucketSlot[] | null): number | null {
  return slots === null ? null : slots.reduce((sum, slot) => sum + freeIn(slot), 0)
}

function freeIn({ limitCount, takenCount }: BucketSlot): number {
  return Math.max(0, limitCount - takenCount)
}

export type BucketCode = 'member_limit_reached' | 'sold_out' | 'bucket_insufficient'

export type TakeFacts = {
  readonly bucket: BucketFacts
  readonly memberId: string
  readonly orderId: string
  readonly quantity: number
}

/**
 * Takes pieces for an order. Each buyer has a slot of its own, as with stock; `sold_out` is told only when no slot has
 * a piece left.
 */
export function takeFromBucket({ bucket, memberId, orderId, quantity }: TakeFacts): Decision<BucketTaken, BucketCode> {
  const { bucketId, slots, perMemberCount: limitCount, memberCount } = bucket
  const ownLeft = Math.max(0, limitCount - (memberCount ?? 0))
  if (quantity > ownLeft) return refuse('member_limit_reached', { limitCount, leftCount: ownLeft })
  const leftCount = leftInBucket(slots)
  if (leftCount === 0) return refuse('sold_out')
  if (leftCount !== null && quantity > leftCount) return refuse('bucket_insufficient', { leftCount })
  const free = (slots ?? []).map((each) => ({ slot: each.slot, freeCount: freeIn(each) }))
  const takes = slots === null ? [] : takeFromSlots(free, quantity, affinityOf(orderId))
  const isFirst = memberCount === undefined
  return accept({ type: 'bucket_taken', bucketId, memberId, orderId, takes, count: quantity, limitCount, isFirst })
}

export type ResizeFacts = {
  readonly bucketId: string
  /** As they are; none for a new bucket. */
  readonly slots: readonly BucketSlot[]
  readonly limitCount: number
  /** Over how many slots it is spread. */
  readonly slotCount: number
}

/** Gives a bucket so many pieces in all, evenly over its slots. What was sold stays sold. */
export function resizeBucket(facts: ResizeFacts): Decision<BucketResized, 'bucket_below_taken'> {
  const { bucketId, slots, limitCount, slotCount } = facts
  const takenCount = slots.reduce((sum, slot) => sum + slot.takenCount, 0)
  if (limitCount < takenCount) return refuse('bucket_below_taken', { takenCount })
  const [share, spare] = [Math.floor((limitCount - takenCount) / slotCount), (limitCount - takenCount) % slotCount]
  const places = Math.max(slotCount, ...slots.map(({ slot }) => slot + 1))
  const moves = Array.from({ length: places }, (_, slot) => {
    const known = slots.find((each) => each.slot === slot)
    const wanted = slot < slotCount ? share + (slot < spare ? 1 : 0) : 0
    return { slot, count: wanted - (known === undefined ? 0 : freeIn(known)), isNew: known === undefined }
  })
  const changed = moves.filter(({ count, isNew }) => isNew || count !== 0)
  return changed.length === 0 ? accept() : accept({ type: 'bucket_resized', bucketId, slots: changed })
}

/** So many pieces of an order back to where they came from, behind those that came back before; none for no bucket. */
export function backToBucket(
  { memberId, orderId }: { readonly memberId: string; readonly orderId: string },
  taken: BucketTake | null | undefined,
  beforeCount: number,
  quantity: number,
): readonly BucketReturned[] {
  if (taken == null || quantity === 0) return []
  const { bucketId } = taken
  let [skip, rest] = [beforeCount, quantity]
  const takes = taken.takes.flatMap(({ slot, count }) => {
    const skipped = Math.min(skip, count)
    const back = Math.min(rest, count - skipped)
    skip -= skipped
    rest -= back
    return back === 0 ? [] : [{ slot, count: back }]
  })
  return [{ type: 'bucket_returned', bucketId, memberId, orderId, takes, count: quantity }]
}

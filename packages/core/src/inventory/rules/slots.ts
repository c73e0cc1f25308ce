/** A counter among several that together are one stock: `freeCount` pieces can be taken from it. */
export type Slot = { readonly slot: number; readonly freeCount: number }
/** So many pieces of one slot. */
export type SlotCount = { readonly slot: number; readonly count: number }

/**
 * Takes pieces from slots that hold at least so many together. Each taker has a slot of its own, told by a number that
 * spreads takers evenly; when that has too few, another slot that has enough is taken, again spread evenly; when none
 * has, several give. So takers rarely meet at a slot, and nobody goes without while there are pieces in any.
 */
export function takeFromSlots(slots: readonly Slot[], quantity: number, affinity: number): readonly SlotCount[] {
  if (quantity === 0) return []
  const own = slots[affinity % slots.length]
  if (own !== undefined && own.freeCount >= quantity) return [{ slot: own.slot, count: quantity }]
  const enough = slots.filter(({ freeCount }) => freeCount >= quantity)
  const other = enough[affinity % enough.length]
  return other === undefined ? drain(slots, quantity) : [{ slot: other.slot, count: quantity }]
}

/** Adds pieces so that the emptiest slots rise together. */
export function pour(slots: readonly Slot[], quantity: number): readonly SlotCount[] {
  const rising = slots.toSorted((left, right) => left.freeCount - right.freeCount || left.slot - right.slot)
  let [width, sum] = [0, 0]
  for (const { freeCount } of rising) {
    // The next slot joins while raising those before it up to its level costs no more than there is.
    if (width > 0 && width * freeCount - sum >= quantity) break
    width += 1
    sum += freeCount
  }
  const level = Math.floor((quantity + sum) / width)
  const spare = quantity + sum - level * width
  return rising
    .slice(0, width)
    .map(({ slot, freeCount }, index) => ({ slot, count: level + (index < spare ? 1 : 0) - freeCount }))
    .filter(({ count }) => count > 0)
}

/** Takes pieces so that the fullest slots sink together. */
export function drain(slots: readonly Slot[], quantity: number): readonly SlotCount[] {
  return pour(
    slots.map(({ slot, freeCount }) => ({ slot, freeCount: -freeCount })),
    quantity,
  )
}

/** What to move between slots so that those below `slotCount` have the same, and the others nothing. Sums to zero. */
export function level(slots: readonly Slot[], slotCount: number): readonly SlotCount[] {
  const total = slots.reduce((sum, { freeCount }) => sum + freeCount, 0)
  const [share, spare] = [Math.floor(Math.max(0, total) / slotCount), Math.max(0, total) % slotCount]
  const wanted = (slot: number): number => {
    if (slot >= slotCount) return 0
    // What is owed stays in the first slot, which is the one that may owe.
    return share + (slot < spare ? 1 : 0) + (slot === 0 ? Math.min(0, total) : 0)
  }
  return slots
    .map(({ slot, freeCount }) => ({ slot, count: wanted(slot) - freeCount }))
    .filter(({ count }) => count !== 0)
}

/** A number that spreads ids evenly over slots: FNV-1a. */
export function affinityOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

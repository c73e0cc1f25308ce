import type { TierMoveEvent } from '../events.ts'
import type { MembershipTerm } from '../operator-schema.ts'
import { replaced, setEvents, shorten, start } from './paid.ts'
import { payingAt, type TierFacts, type Walk, walked, walkTo } from './settle.ts'

/** A line of an order that buys a membership, as it was frozen when the order was placed. */
export type MembershipLine = { readonly lineId: string; readonly term: MembershipTerm; readonly quantity: number }

/** An order was paid: the terms it bought begin, or prolong what runs. */
export function startMemberships(
  facts: TierFacts,
  orderId: string,
  lines: readonly MembershipLine[],
): readonly TierMoveEvent[] {
  const { offsetAt, now } = facts
  const walk = lines.reduce((before, line) => {
    const begun = start({ memberships: before.memberships, orderId, ...line, offsetAt, now })
    return changed(before, [begun], true)
  }, walkTo(facts))
  return lines.length === 0 ? [] : walked(walk)
}

/** Terms of an order came back: they end at once. `walk` goes on from what else the refund moved. */
export function endMemberships(
  walk: Walk,
  orderId: string,
  lines: readonly { readonly lineId: string; readonly quantity: number }[],
): Walk {
  const { offsetAt, now } = walk.facts
  return lines.reduce(
    (before, line) => changed(before, shorten(before.memberships, { orderId, ...line }, offsetAt, now), false),
    walk,
  )
}

function changed(walk: Walk, rows: Walk['memberships'], created: boolean): Walk {
  if (rows.length === 0) return walk
  const { memberId, now } = walk.facts
  const memberships = replaced(walk.memberships, rows)
  return payingAt({ ...walk, memberships, events: [...walk.events, ...setEvents(memberId, rows, created)] }, now)
}

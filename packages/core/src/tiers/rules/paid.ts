import type { MembershipSet } from '../events.ts'
import type { Membership, MembershipTerm } from '../operator-schema.ts'
import type { TierSettings } from '../schema.ts'
import { addMonths, dayOf, type OffsetAt, startOfDay } from './calendar.ts'
import { rankOf } from './program.ts'

/** The paid tier that holds at a moment, the highest one, and until when its term runs; nulls for none. */
export function paidAt(
  memberships: readonly Membership[],
  at: number,
  settings: Pick<TierSettings, 'tiers'>,
): { readonly paidTierId: string | null; readonly paidUntil: number | null } {
  let best: Membership | undefined
  for (const each of memberships) {
    const holds = each.from <= at && at < each.until
    const rank = rankOf(settings, each.term.tierId)
    if (holds && rank >= 0 && rank > rankOf(settings, best?.term.tierId ?? null)) best = each
  }
  return { paidTierId: best?.term.tierId ?? null, paidUntil: best?.until ?? null }
}

/** The end of all terms of a tier that follow each other without a gap from a moment on. */
export function paidThrough(memberships: readonly Membership[], tierId: string, at: number): number {
  const own = memberships.filter(({ term }) => term.tierId === tierId).toSorted((a, b) => a.from - b.from)
  return own.reduce((until, each) => (each.from <= until && each.until > until ? each.until : until), at)
}

/**
 * When so many terms end. The rest of the day they begin on is free, unless they begin with it: what was bought on
 * 31 January for a month holds through 28 February.
 */
export function termEnd(from: number, term: MembershipTerm, quantity: number, offsetAt: OffsetAt): number {
  const day = dayOf(from, offsetAt)
  const lastDay = term.unit === 'days' ? day + term.count * quantity : addMonths(day, term.count * quantity)
  return startOfDay(lastDay + (startOfDay(day, offsetAt) === from ? 0 : 1), offsetAt)
}

export type StartFacts = {
  readonly memberships: readonly Membership[]
  readonly orderId: string
  readonly lineId: string
  readonly term: MembershipTerm
  readonly quantity: number
  readonly offsetAt: OffsetAt
  readonly now: number
}

/** A term that was paid: it starts now, or where the last one of the same tier ends. */
export function start({ memberships, offsetAt, now, ...line }: StartFacts): Membership {
  const from = paidThrough(memberships, line.term.tierId, now)
  return { ...line, from, until: termEnd(from, line.term, line.quantity, offsetAt) }
}

/** Terms of a line came back: its membership is so much shorter, and later ones of the tier move up. */
export function shorten(
  memberships: readonly Membership[],
  line: Pick<Membership, 'orderId' | 'lineId'> & { readonly quantity: number },
  offsetAt: OffsetAt,
  now: number,
): readonly Membership[] {
  const found = memberships.find((each) => each.orderId === line.orderId && each.lineId === line.lineId)
  if (found === undefined || found.until <= now) return []
  const quantity = Math.max(0, found.quantity - line.quantity)
  const wanted = quantity === 0 ? found.from : termEnd(found.from, found.term, quantity, offsetAt)
  const until = Math.max(wanted, Math.min(now, found.until), found.from)
  const shift = found.until - Math.max(until, Math.min(now, found.until))
  const later = memberships.filter((each) => each.term.tierId === found.term.tierId && each.from >= found.until)
  const moved =
    shift === 0 ? [] : later.map((each) => ({ ...each, from: each.from - shift, until: each.until - shift }))
  return [{ ...found, quantity, until }, ...moved]
}

/** The events that say how memberships now are. */
export function setEvents(
  memberId: string,
  changed: readonly Membership[],
  created: boolean,
): readonly MembershipSet[] {
  return changed.map((membership) => ({ type: 'membership_set', memberId, membership, created }))
}

/** All memberships, the changed ones in the place of what they were. */
export function replaced(memberships: readonly Membership[], changed: readonly Membership[]): readonly Membership[] {
  const isChanged = (each: Membership): boolean =>
    changed.some(({ orderId, lineId }) => orderId === each.orderId && lineId === each.lineId)
  return [...memberships.filter((each) => !isChanged(each)), ...changed]
}

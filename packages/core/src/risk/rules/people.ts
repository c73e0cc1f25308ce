import type { MarkKind } from '../schema.ts'

/** A mark of an account, and how many accounts of the brand carry the same. */
export type RiskMark = { readonly kind: MarkKind; readonly value: string; readonly memberCount: number }

/** An account near a sale. */
export type RiskPerson = {
  readonly memberId: string
  readonly referrerId: string | null
  readonly joinedAt: number
  readonly boundAt: number | null
  /** Orders that were paid, and those of them of which something came back. */
  readonly orderCount: number
  readonly refundedCount: number
  readonly marks: readonly RiskMark[]
}

/** What two accounts have in common, and over how many accounts it is spread. */
export type SharedMark = { readonly kind: MarkKind; readonly memberCount: number }

/** The marks two accounts have in common: of each kind the one that fewest others carry. */
export function sharedMarks(left: RiskPerson, right: RiskPerson): readonly SharedMark[] {
  const found = new Map<MarkKind, number>()
  for (const { kind, value, memberCount } of left.marks) {
    if (!right.marks.some((mark) => mark.kind === kind && mark.value === value)) continue
    found.set(kind, Math.min(found.get(kind) ?? memberCount, memberCount))
  }
  return [...found].map(([kind, memberCount]) => ({ kind, memberCount }))
}

/** As many accounts as one person may plausibly have; what more of them carry says less of each. */
const FEW = 8
/** What is shared by more than these says nothing of a person. */
const MANY = 60

/** Whether two accounts look like one person's: they share what people do not share, or two things that families do. */
export function areTwins(left: RiskPerson, right: RiskPerson): boolean {
  const few = sharedMarks(left, right).filter(({ memberCount }) => memberCount <= FEW)
  return few.some(({ kind }) => kind === 'identity' || kind === 'payer' || kind === 'device') || few.length > 1
}

/** Groups of accounts that look like one person's, directly or through each other: the number of each one's group. */
export function groupsOf(people: readonly RiskPerson[]): ReadonlyMap<string, number> {
  const groupOf = new Map(people.map(({ memberId }, index) => [memberId, index]))
  for (const [index, person] of people.entries()) {
    for (const other of people.slice(0, index)) {
      const [from, to] = [groupOf.get(person.memberId), groupOf.get(other.memberId)]
      if (from === to || to === undefined || !areTwins(person, other)) continue
      for (const [memberId, group] of groupOf) if (group === from) groupOf.set(memberId, to)
    }
  }
  return groupOf
}

/** The longest ring that is looked for. */
const MAX_RING = 6

/**
 * Whether the buyer's commission comes back to its buyer: over how many people it goes round, from the payee up the
 * bindings of all their accounts. 1: both are one person through other accounts. 0: it does not.
 */
export function ringSize(people: readonly RiskPerson[], buyerId: string, payeeId: string): number {
  const groupOf = groupsOf(people)
  const [start, goal] = [groupOf.get(payeeId), groupOf.get(buyerId)]
  if (start === undefined || goal === undefined) return 0
  let reached = new Set([start])
  for (let size = 1; size <= MAX_RING; size += 1) {
    if (reached.has(goal)) return size
    reached = new Set(people.flatMap((person) => above(person, groupOf, reached)))
  }
  return 0
}

function above(
  { memberId, referrerId }: RiskPerson,
  groupOf: ReadonlyMap<string, number>,
  reached: ReadonlySet<number>,
): readonly number[] {
  const [group, next] = [groupOf.get(memberId), groupOf.get(referrerId ?? '')]
  return group !== undefined && next !== undefined && reached.has(group) ? [next] : []
}

/** How many bindings up from an account each followed the one before within this time. */
export function chainLength(people: readonly RiskPerson[], buyerId: string, withinMs: number): number {
  const byId = new Map(people.map((person) => [person.memberId, person]))
  let length = 0
  let current = byId.get(buyerId)
  while (current !== undefined && current.boundAt !== null) {
    const next = byId.get(current.referrerId ?? '')
    const since = next === undefined ? null : (next.boundAt ?? next.joinedAt)
    if (next === undefined || since === null || current.boundAt - since > withinMs || current.boundAt < since) break
    length += 1
    current = next
  }
  return length
}

/** Accounts that share marks with one of them, that one included, and how many kinds are common among them. */
export type AlikeTeam = { readonly memberCount: number; readonly kindCount: number }

/** Those bound to the buyer's referrer at about the same time as the buyer, who is among them. */
export function companyOf(people: readonly RiskPerson[], buyer: RiskPerson, withinMs: number): readonly RiskPerson[] {
  return people.filter(
    ({ referrerId, boundAt }) =>
      referrerId === buyer.referrerId && Math.abs((boundAt ?? 0) - (buyer.boundAt ?? 0)) <= withinMs,
  )
}

/** Who in a company shares marks with one of them. */
export function alikeTeam(company: readonly RiskPerson[], centre: RiskPerson): AlikeTeam {
  const alike = company.filter(
    (person) => person.memberId === centre.memberId || commonKinds(person, centre).length > 0,
  )
  const carriers = new Map<MarkKind, number>()
  for (const person of alike) {
    const others = alike.filter(({ memberId }) => memberId !== person.memberId)
    const kinds = new Set(others.flatMap((other) => commonKinds(person, other)))
    for (const kind of kinds) carriers.set(kind, (carriers.get(kind) ?? 0) + 1)
  }
  // A couple among colleagues shares a home as well: what only two share is not the team's.
  const spread = [...carriers.values()].filter((count) => count > 2 && count * 4 >= alike.length)
  return { memberCount: alike.length, kindCount: spread.length }
}

function commonKinds(left: RiskPerson, right: RiskPerson): readonly MarkKind[] {
  return sharedMarks(left, right).flatMap(({ kind, memberCount }) => (memberCount <= MANY ? [kind] : []))
}

/** How many others look like the promoter's own accounts: of those they brought, and who brought them. */
export function ownAccounts(people: readonly RiskPerson[], payee: RiskPerson, buyerId: string): number {
  return people.filter((person) => {
    const isNear = person.referrerId === payee.memberId || person.memberId === payee.referrerId
    return isNear && person.memberId !== buyerId && areTwins(person, payee)
  }).length
}

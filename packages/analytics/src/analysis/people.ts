import type { AnalysisEvent } from './events.ts'

/**
 * Which member each anonymous id belongs to: the one it was first seen together with, by time, then by member id. On a
 * shared device a later member therefore does not inherit the first one's anonymous history.
 */
export function linkIdentities(events: readonly AnalysisEvent[]): ReadonlyMap<string, string> {
  const first = new Map<string, { readonly at: number; readonly memberId: string }>()
  for (const { anonymousId, memberId, occurredAt: at } of events) {
    if (anonymousId === undefined || memberId === undefined) continue
    const found = first.get(anonymousId)
    if (!found || at < found.at || (at === found.at && memberId < found.memberId))
      first.set(anonymousId, { at, memberId })
  }
  return new Map([...first].map(([anonymousId, { memberId }]) => [anonymousId, memberId]))
}

/** The events of each person. `identities` says whom anonymous ids belong to. */
export function byPerson(
  events: readonly AnalysisEvent[],
  identities: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly AnalysisEvent[]> {
  const persons = new Map<string, AnalysisEvent[]>()
  for (const event of events) {
    const person = personOf(event, identities)
    const found = persons.get(person)
    if (found) found.push(event)
    else persons.set(person, [event])
  }
  return persons
}

/** The member, or the member the anonymous id belongs to, or the anonymous id itself. */
function personOf(event: AnalysisEvent, identities: ReadonlyMap<string, string>): string {
  const anonymousId = event.anonymousId ?? ''
  return event.memberId ?? identities.get(anonymousId) ?? anonymousId
}

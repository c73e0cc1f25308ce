import type { Message } from '../events.ts'
import type { Identity } from './identity.ts'
import type { EventOptions, Platform, Purposes, TrackerOptions, TrackerPlugin } from './ports.ts'
import { parsed, quietly } from './quiet.ts'

export type Body = Pick<Message, 'type' | 'event' | 'name' | 'groupId' | 'previousId' | 'properties' | 'traits'>

const library = { name: '@siyu/analytics' }

/** Makes messages of what the host tracks; undefined when the sample or a plugin is against it. */
export function createComposer(
  { sampleBps, plugins }: TrackerOptions,
  { context, newId }: Platform,
): (who: Identity, body: Body, at: number, said: EventOptions) => Message | undefined {
  const prefix = newId()
  let serial = 0
  return (who, body, at, said) => {
    const { userId, anonymousId } = said.userId || said.anonymousId ? said : who
    const share = sampleBps?.[body.event ?? body.type] ?? sampleBps?.['*']
    if (share !== undefined && dice(userId ?? who.anonymousId) >= share) return undefined
    // The context stands behind all ids: what is redacted begins there.
    const message: Message = {
      messageId: said.messageId ?? `${prefix}-${(serial++).toString(36)}`,
      timestamp: new Date(at).toISOString(),
      anonymousId,
      userId,
      context: {
        library,
        sessionId: who.sessionId,
        campaign: who.last,
        firstTouch: who.first,
        sampleBps: share,
        ...quietly(() => context?.()),
      },
      ...body,
      ...(who.registered && !body.traits && { properties: { ...who.registered, ...body.properties } }),
    }
    return plugins ? plugged(plugins, message) : message
  }
}

/** A broken step is skipped. */
function plugged(plugins: readonly TrackerPlugin[], message: Message): Message | undefined {
  let current: Message | undefined = message
  for (const step of ['before', 'enrich'] as const) {
    for (const plugin of plugins) {
      quietly(() => {
        if (current && plugin[step]) current = plugin[step](current)
      })
    }
  }
  return current
}

/** The same for the same visitor: 0 to 9,999. */
function dice(id: string): number {
  return ([...id].reduce((hash, letter) => Math.imul(hash + letter.charCodeAt(0), 0x9e3779b1), 7) >>> 8) % 10_000
}

/** Redacts the text of an event, and shows it to the destinations. */
export function finish(
  { redact, plugins = [] }: TrackerOptions,
  platform: Platform,
  purposes: Purposes,
  text: string,
): string {
  const at = text.indexOf('"context":')
  const clean = redact === false ? text : text.slice(0, at) + (redact ?? platform.redact)(text.slice(at))
  for (const { destination, purpose } of plugins) {
    if (destination && isAllowed(purposes, purpose)) quietly(() => destination(parsed(clean) as Message))
  }
  return clean
}

export function isAllowed(purposes: Purposes, purpose: string | undefined): boolean {
  return !purpose || purposes[purpose] !== false
}

import type { Message, Properties } from '../events.ts'
import type { Identity } from './identity.ts'
import type { EventOptions, Platform, Purposes, TrackerOptions, TrackerPlugin } from './ports.ts'
import { parsed, quietly } from './quiet.ts'

export type Body = Pick<Message, 'type' | 'event' | 'name' | 'groupId' | 'previousId' | 'properties' | 'traits'>

type Redact = (json: string) => string

/** An event as JSON text, but for its context, which has a text of its own and is redacted already. */
export type Draft = readonly [text: string, context: string]

export type Composer = {
  /**
   * Makes text at once: what the host changes afterwards does not change the event, and it is never made twice.
   * Undefined when the sample or a plugin is against it. Throws on what is no JSON.
   */
  readonly compose: (who: Identity, body: Body, at: number, said: EventOptions) => Draft | undefined
  /** Redacts an event, and shows it to the destinations. */
  readonly finish: (purposes: Purposes, draft: Draft) => string
}

/** Makes drafts of what the host tracks, and texts of drafts. */
export function createComposer(
  { sampleBps, plugins, redact: asked }: TrackerOptions,
  { context, newId, redact: usual }: Platform,
): Composer {
  const redact: Redact = asked === false ? (json) => json : (asked ?? usual)
  const prefix = newId()
  let serial = 0
  let seenWho: Identity
  let seenShare: number | undefined
  let seenWhere: Properties | undefined
  let seenAt: number
  let shared: Properties
  let sharedText: string
  let timestamp: string
  return {
    compose: (who, body, at, said) => {
      const { userId, anonymousId } = said.userId || said.anonymousId ? said : who
      const share = sampleBps?.[body.event ?? body.type] ?? sampleBps?.['*']
      if (share !== undefined && dice(userId ?? who.anonymousId) >= share) return undefined
      const where = quietly(() => context?.())
      // Made text once: most of an event is what the one before said, too.
      if (who !== seenWho || share !== seenShare || where !== seenWhere) {
        seenWho = who
        seenShare = share
        seenWhere = where
        const { sessionId, last: campaign, first: firstTouch } = who
        shared = { library: { name: '@siyu/analytics' }, sessionId, campaign, firstTouch, sampleBps: share, ...where }
        sharedText = redact(JSON.stringify(shared))
      }
      // Many events of one moment share its text.
      if (at !== seenAt) {
        timestamp = new Date(at).toISOString()
        seenAt = at
      }
      // The type stands behind all ids: what is redacted begins there.
      const message: Message = {
        messageId: said.messageId ?? `${prefix}-${serial++}`,
        timestamp,
        anonymousId,
        userId,
        ...body,
        ...(who.registered && !body.traits && { properties: { ...who.registered, ...body.properties } }),
      }
      if (!plugins) return [JSON.stringify(message), sharedText]
      const made = plugged(plugins, { ...message, context: { ...shared } })
      return made && [JSON.stringify({ ...made, context: undefined }), redact(JSON.stringify(made.context ?? {}))]
    },
    finish: (purposes, [text, own]) => {
      const at = text.indexOf('"type":')
      const whole = `${text.slice(0, at)}${redact(text.slice(at, -1))},"context":${own}}`
      for (const { destination, purpose } of plugins ?? []) {
        if (destination && isAllowed(purposes, purpose)) quietly(() => destination(parsed(whole) as Message))
      }
      return whole
    },
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

export function isAllowed(purposes: Purposes, purpose: string | undefined): boolean {
  return purposes[purpose ?? ''] !== false
}

import type { Properties } from '../events.ts'
import { objectOf, type Scene } from './accept.ts'
import { botReason } from './bots.ts'

/** What a request says of all its events. */
export type Common = {
  /** The batch's context, below that of its events. */
  readonly shared: Properties
  /** Of the request. */
  readonly userAgent: string | undefined
}

/** The scene of each event of a request: one and the same object as long as they say the same, which most do. */
export function sceneReader({ shared, userAgent }: Common): (message: Properties) => Scene {
  let lastSaid: Properties | undefined
  let last: Scene | undefined
  return (message) => {
    const said = objectOf(message['context'])
    if (last === undefined || !isSameJson(said, lastSaid)) {
      const context = { ...shared, ...said }
      last = { context, bot: botReason({ userAgent, context }) }
      lastSaid = said
    }
    return last
  }
}

/** Of values without circles, `undefined` or prototypes of their own, such as parsed JSON. */
function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  let more = 0
  for (const key in one) {
    if (!isSameJson((one as Properties)[key], (other as Properties)[key])) return false
    more += 1
  }
  for (const _ in other) more -= 1
  return more === 0
}

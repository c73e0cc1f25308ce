import type { Properties } from '../events.ts'
import type { QueuedEvent } from '../warehouse/index.ts'

/** A stored event as a Segment message again, under the id it always had. Its time is the corrected one. */
export function messageOf(event: QueuedEvent): Properties {
  const { type, messageId, anonymousId, memberId: userId, occurredAt } = event
  const properties = JSON.parse(event.propertiesJson) as Properties
  const context = JSON.parse(event.contextJson) as Properties
  const timestamp = new Date(occurredAt).toISOString()
  const common = { type, messageId, anonymousId, userId, timestamp, context }
  switch (type) {
    case 'track':
      return { ...common, event: event.event, properties }
    case 'page':
    case 'screen':
      return { ...common, name: properties['name'], category: properties['category'], properties }
    case 'identify':
      return { ...common, traits: properties }
    case 'group': {
      const { groupId, ...traits } = properties
      return { ...common, groupId, traits }
    }
    case 'alias':
      return { ...common, previousId: properties['previousId'] }
  }
}

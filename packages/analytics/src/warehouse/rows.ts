import type { QueuedEvent, StoredEvent } from './store.ts'

/** A row of `analytics_events`; both engines name the columns alike. */
export function toStoredEvent(row: Row): StoredEvent {
  const properties = row['properties'] as StoredEvent['properties']
  return { ...toEventHead(row), properties, context: row['context'] as StoredEvent['context'] }
}

/** The same with its objects as the text they travel as. */
export function toQueuedEvent(row: Row): QueuedEvent {
  return { ...toEventHead(row), propertiesJson: String(row['properties']), contextJson: String(row['context']) }
}

type Row = Readonly<Record<string, unknown>>

function toEventHead(row: Row): Omit<StoredEvent, 'properties' | 'context'> {
  const text = (column: string) => (row[column] ?? undefined) as string | undefined
  const sentAt = row['sent_at']
  return {
    messageId: String(row['message_id']),
    type: row['type'] as StoredEvent['type'],
    event: String(row['event']),
    anonymousId: text('anonymous_id'),
    memberId: text('member_id'),
    sessionId: text('session_id'),
    occurredAt: Number(row['occurred_at']),
    receivedAt: Number(row['received_at']),
    sentAt: sentAt === null || sentAt === undefined ? undefined : Number(sentAt),
    bot: text('bot'),
  }
}

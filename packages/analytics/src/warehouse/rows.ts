import type { StoredEvent } from './store.ts'

/** A row of `analytics_events`; both engines name the columns alike. */
export function toStoredEvent(row: Record<string, unknown>): StoredEvent {
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
    properties: row['properties'] as StoredEvent['properties'],
    context: row['context'] as StoredEvent['context'],
  }
}

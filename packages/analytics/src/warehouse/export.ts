import type { ExportQuery, StoredEvent } from './store.ts'

/** Columns of an export, in order; the same for every store and format. */
export const EXPORT_COLUMNS: readonly (keyof StoredEvent)[] = [
  ...(['messageId', 'type', 'event', 'anonymousId', 'memberId', 'sessionId'] as const),
  ...(['occurredAt', 'receivedAt', 'sentAt', 'bot', 'properties', 'context'] as const),
]

/** The place after an event, in the order of exports. */
export type ExportPlace = { readonly occurredAt: number; readonly messageId: string }
/** The next events after a place, in order; fewer than asked for are the last. */
export type ExportPage = (after: ExportPlace, limit: number) => Promise<readonly StoredEvent[]>

const PAGE = 1000

/** Text of a period, a page of events at a time, so that any period fits into memory. */
export async function* exportText({ fromAt, format }: ExportQuery, page: ExportPage): AsyncGenerator<string> {
  if (format === 'csv') yield `${EXPORT_COLUMNS.join(',')}\r\n`
  const print = format === 'csv' ? csvLine : jsonLine
  let after: ExportPlace = { occurredAt: fromAt, messageId: '' }
  for (;;) {
    const events = await page(after, PAGE)
    if (events.length > 0) yield events.map(print).join('')
    const last = events.at(-1)
    if (!last || events.length < PAGE) return
    after = last
  }
}

function jsonLine(event: StoredEvent): string {
  return `${JSON.stringify(Object.fromEntries(EXPORT_COLUMNS.map((name) => [name, event[name] ?? null])))}\n`
}

function csvLine(event: StoredEvent): string {
  return `${EXPORT_COLUMNS.map((name) => csvCell(event[name])).join(',')}\r\n`
}

/** A spreadsheet would run what begins with a sign as a formula, so such text gets an apostrophe. */
function csvCell(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value.replace(/^[=+\-@\t\r]/, "'$&") : JSON.stringify(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

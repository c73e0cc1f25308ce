import type { SqlScalar, Statement } from './sql.ts'
import type { StoredEvent } from './store.ts'

/** An event and the brand it is of. */
export type Branded = readonly [brandId: string, event: StoredEvent]

/** Takes a value and gives back how the text names it. */
export type Put = (value: Statement['values'][number], type: string) => string

/** A part of the statement: the number of rows of those that write is part of the answer. */
export type Part = { readonly name: string; readonly body: string; readonly writes: boolean }

/** JSON text never holds this character, so many documents travel as one text and nothing in them is escaped again. */
const SEPARATOR = '\u001e'

/** What several events have in common. */
type Head = { readonly of: Branded; readonly context: string }

/**
 * The events as rows, column by column: reading JSON is most of what an event costs the database. So nothing but the
 * properties and contexts is JSON, and what the events of a request have in common, which is most of them, travels and
 * is read once.
 */
export function givenParts(events: readonly Branded[], put: Put): readonly Part[] {
  const { heads, places } = headsOf(events)
  return [
    { name: 'heads', body: headsBody(heads, put), writes: false },
    { name: 'given', body: givenBody(events, places, put), writes: false },
  ]
}

function headsOf(events: readonly Branded[]): { readonly heads: readonly Head[]; readonly places: readonly number[] } {
  const known = new Map<string, number>()
  const heads: Head[] = []
  let [last, place] = [events[0]?.[1], 0]
  const places = events.map((of) => {
    const [, event] = of
    if (place > 0 && hasHeadOf(event, last)) return place
    const { receivedAt, sentAt, sessionId, bot } = event
    const context = JSON.stringify(event.context)
    const key = [receivedAt, sentAt, sessionId, bot, context].join(SEPARATOR)
    place = known.get(key) ?? heads.push({ of, context })
    known.set(key, place)
    last = event
    return place
  })
  return { heads, places }
}

/** The events of a request share their context as one object: nothing is printed to find that out. */
function hasHeadOf(event: StoredEvent, other: StoredEvent | undefined): boolean {
  return (
    event.context === other?.context &&
    event.receivedAt === other.receivedAt &&
    event.sentAt === other.sentAt &&
    event.sessionId === other.sessionId &&
    event.bot === other.bot
  )
}

function headsBody(heads: readonly Head[], put: Put): string {
  const column = columnsOf(heads, put)
  const rows = [
    `unnest(${column('bigint[]', ({ of: [, { receivedAt }] }) => receivedAt)})`,
    `unnest(${column('bigint[]', ({ of: [, { sentAt }] }) => sentAt)})`,
    `unnest(${column('text[]', ({ of: [, { sessionId }] }) => sessionId)})`,
    `unnest(${column('text[]', ({ of: [, { bot }] }) => bot)})`,
    documents(heads, ({ context }) => context, put),
  ]
  return `  select received_at, sent_at, session_id, bot, context::jsonb, head
  from rows from (${rows.join(', ')}) with ordinality as h(received_at, sent_at, session_id, bot, context, head)`
}

function givenBody(events: readonly Branded[], places: readonly number[], put: Put): string {
  const column = columnsOf(events, put)
  const rows = [
    `unnest(${put(places, 'bigint[]')})`,
    `unnest(${column('text[]', ([brandId]) => brandId)})`,
    `unnest(${column('text[]', ([, { messageId }]) => messageId)})`,
    `unnest(${column('text[]', ([, { type }]) => type)})`,
    `unnest(${column('text[]', ([, { event }]) => event)})`,
    `unnest(${column('text[]', ([, { anonymousId }]) => anonymousId)})`,
    `unnest(${column('text[]', ([, { memberId }]) => memberId)})`,
    `unnest(${column('bigint[]', ([, { occurredAt }]) => occurredAt)})`,
    documents(events, ([, { properties }]) => JSON.stringify(properties), put),
  ]
  return `  select * from rows from (${rows.join(', ')}) with ordinality
    as r(head, brand_id, message_id, type, event, anonymous_id, member_id, occurred_at, properties, n)`
}

type Column<Row> = (
  type: 'text[]' | 'bigint[]' | 'boolean[]',
  read: (row: Row) => SqlScalar | boolean | undefined,
) => string

/** Takes one column of the rows at a time, in order, as an array; what is undefined is null. */
export function columnsOf<Row>(rows: readonly Row[], put: Put): Column<Row> {
  return (type, read) =>
    put(
      rows.map((row) => read(row) ?? null),
      type,
    )
}

/** Rows of JSON text. The planner takes what is split for a thousand rows, and an array of unknown length for ten. */
function documents<Of>(of: readonly Of[], read: (each: Of) => string, put: Put): string {
  return `string_to_table(${put(of.map(read).join(SEPARATOR), 'text')}, U&'\\001E')`
}

import { randomFillSync } from 'node:crypto'
import { accept, createId, type Endpoint, Id, Label, listOf, Quantity, refuse, type Schema } from '@siyu/core/kernel'
import * as z from 'zod/mini'
import type { Apply, DomainEvent } from '../apply.ts'
import type { Call } from '../call.ts'
import { command, type Engine, type Outcome, type Route } from '../command.ts'
import type { CommitForm } from '../commit.ts'
import type { Database } from '../database.ts'
import { migrate } from '../migrate.ts'
import { kernel0001 } from '../migrations/0001_kernel.ts'
import { kernel0014 } from '../migrations/0014_event_order.ts'
import { guarded, many, one } from '../read.ts'
import { type TableSpec, tablesOf } from '../tables.ts'
import { openTraffic } from '../traffic.ts'
import { writerOf } from '../write.ts'
import type { TestTemplate } from './postgres.ts'
import { applyPots, type DropInput, drop, POTS, type PotEvent } from './pots.ts'

/**
 * The smallest concept that has everything a commit can meet: counters with a CHECK and no version, notes with a
 * version, and the lines of a note.
 */
export const TALLY: TestTemplate = {
  name: `tally ${kernel0001.text} ${kernel0014.text}`,
  prepare: async (database) => {
    await migrate(database, [kernel0001, kernel0014])
    await database.script(`
      create table counters (brand_id text not null, id text not null,
        left_count bigint not null check (left_count >= 0), primary key (brand_id, id));
      create table notes (brand_id text not null, id text not null, words text not null,
        touched_count bigint not null, version bigint not null default 1, primary key (brand_id, id));
      create table note_lines (brand_id text not null, note_id text not null, id text not null,
        words text not null, primary key (brand_id, note_id, id));
      ${POTS}`)
  },
}

type Tables = {
  counters: { readonly brandId: string; readonly id: string; readonly leftCount: number }
  notes: {
    readonly brandId: string
    readonly id: string
    readonly words: string
    readonly touchedCount: number
    readonly version: number
  }
  noteLines: { readonly brandId: string; readonly noteId: string; readonly id: string; readonly words: string }
}

const specs: { readonly [N in keyof Tables]: TableSpec } = {
  counters: { name: 'counters', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
  notes: { name: 'notes', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  noteLines: { name: 'note_lines', key: ['brand_id', 'note_id', 'id'], versioned: false, kind: 'state' },
}
const db = tablesOf<Tables>()
const writer = writerOf<Tables>(specs)

type Take = { readonly id: string; readonly count: number }
type Taken = { readonly type: 'taken'; readonly takes: readonly Take[] }
type NoteMade = {
  readonly type: 'note_made'
  readonly memberId: string
  readonly noteId: string
  readonly words: string
}
type NoteChanged = { readonly type: 'note_changed'; readonly noteId: string; readonly words: string }
type NoteTouched = {
  readonly type: 'note_touched'
  readonly memberId: string
  readonly noteId: string
  readonly place: number
}
type TallyEvent = Taken | NoteMade | NoteChanged | NoteTouched | PotEvent

/** What the events of these tests do to their tables. */
export const tallyApply: Apply<TallyEvent> = {
  ...applyPots,
  taken: ({ takes }, { brandId }) =>
    takes.map(({ id, count }) => writer.change('counters', { brandId, id }, {}, { leftCount: -count })),
  note_made: ({ noteId, words }, { brandId }) => [
    writer.insert('notes', { brandId, id: noteId, words, touchedCount: 0 }),
    writer.insert('noteLines', { brandId, noteId, id: 'first', words }),
    writer.insert('noteLines', { brandId, noteId, id: 'second', words }),
  ],
  note_changed: ({ noteId, words }, { brandId }) => [writer.change('notes', { brandId, id: noteId }, { words })],
  note_touched: ({ noteId }, { brandId }) => [writer.change('notes', { brandId, id: noteId }, {}, { touchedCount: 1 })],
}

export type TakeInput = {
  readonly takes: readonly Take[]
  /** Decide without looking, so that only the database can say no. */
  readonly blind: boolean
}
const TakeInput: Schema<TakeInput> = z.object({
  takes: listOf(z.object({ id: Id, count: Quantity }), 10),
  blind: z.boolean(),
})
type TakeOutput = { readonly leftCounts: readonly number[] }

const takeEndpoint: Endpoint<TakeInput, TakeOutput, 'counter_empty'> = {
  name: 'tests.take',
  method: 'POST',
  path: '/v1/takes',
  access: 'operator',
  input: TakeInput,
  output: z.object({ leftCounts: z.array(z.int()) }),
  refusals: { counter_empty: 409 },
}

/** Takes from counters: an unversioned row under a CHECK. */
export const take: Route = command(takeEndpoint, {
  load: (call, { takes }) => ({
    counters: many<Tables['counters']>(
      db
        .selectFrom('counters')
        .selectAll()
        .where('brandId', '=', call.brandId)
        .where('id', 'in', takes.map(({ id }) => id).concat('none')),
    ),
  }),
  decide: ({ counters }, { takes, blind }) => {
    const leftOf = (wanted: string): number => counters.find(({ id }) => id === wanted)?.leftCount ?? 0
    if (!blind && takes.some(({ id, count }) => leftOf(id) < count)) return refuse('counter_empty')
    return accept<TallyEvent>({ type: 'taken', takes })
  },
  reply: (_events, { counters }) => ({ leftCounts: counters.map(({ leftCount }) => leftCount) }),
})

export type WriteNoteInput = { readonly noteId: string; readonly words: string; readonly memberId: string }
const WriteNoteInput: Schema<WriteNoteInput> = z.object({ noteId: Id, words: Label, memberId: Id })
type WriteNoteOutput = { readonly touchedCount: number; readonly before: string | null }

const writeNoteEndpoint: Endpoint<WriteNoteInput, WriteNoteOutput, 'note_same'> = {
  name: 'tests.writeNote',
  method: 'POST',
  path: '/v1/notes',
  access: 'operator',
  input: WriteNoteInput,
  output: z.object({ touchedCount: z.int(), before: z.nullable(z.string()) }),
  refusals: { note_same: 409 },
}

/** Makes a note or changes it: a versioned row that is written by two events of one command. */
export const writeNote: Route = command(writeNoteEndpoint, {
  owner: (_call, { noteId }) => noteId,
  load: (call, { noteId }) => ({
    note: guarded(
      specs.notes,
      one<Tables['notes']>(
        db.selectFrom('notes').selectAll().where('brandId', '=', call.brandId).where('id', '=', noteId),
      ),
    ),
  }),
  decide: ({ note }, { noteId, words, memberId }) => {
    const place = (note?.touchedCount ?? 0) + 1
    const touched: NoteTouched = { type: 'note_touched', memberId, noteId, place }
    if (note === undefined) return accept<TallyEvent>({ type: 'note_made', memberId, noteId, words }, touched)
    if (note.words === words) return refuse('note_same')
    return accept<TallyEvent>({ type: 'note_changed', noteId, words }, touched)
  },
  reply: (_events, { note }) => ({ touchedCount: (note?.touchedCount ?? 0) + 1, before: note?.words ?? null }),
})

export const BRAND = 'brd_tally'

let callCount = 0

/** A call by an operator; under a key of its own unless one is given. */
export function callOf(key?: string): Call {
  callCount += 1
  return {
    brandId: BRAND,
    principal: { kind: 'operator', operatorId: 'opr_tally' },
    key: key ?? `key-${callCount}`,
    now: 1_772_323_200_000,
    newId: (prefix) => createId(prefix, 1_772_323_200_000, (bytes) => randomFillSync(bytes)),
    hash: (text) => text,
  }
}

/** The form this run is for. */
export const FORM: CommitForm = process.env.SIYU_COMMIT_FORM === 'transaction' ? 'transaction' : 'composed'

export function engineOf(database: Database, committed: () => void = () => undefined): Engine {
  const traffic = openTraffic(database)
  return { database, form: FORM, apply: tallyApply as Apply<DomainEvent>, random: Math.random, committed, traffic }
}

/** Runs one command as itself. */
export function runTake(engine: Engine, input: TakeInput, key?: string, dryRun: boolean = false): Promise<Outcome> {
  return take.run(engine, callOf(key), input, { dryRun })
}

export function runNote(
  engine: Engine,
  input: WriteNoteInput,
  key?: string,
  dryRun: boolean = false,
): Promise<Outcome> {
  return writeNote.run(engine, callOf(key), input, { dryRun })
}

export function runDrop(engine: Engine, input: DropInput, key?: string): Promise<Outcome> {
  return drop.run(engine, callOf(key), input, { dryRun: false })
}

/** Puts a counter there, or sets it. */
export async function setCounter(database: Database, id: string, leftCount: number): Promise<void> {
  await database.execute({
    text: `insert into counters values ($1, $2, $3) on conflict (brand_id, id) do update set left_count = excluded.left_count`,
    values: [BRAND, id, leftCount],
  })
}

export async function leftOf(database: Database, id: string): Promise<number> {
  const [row] = await database.execute<{ n: number }>({
    text: 'select left_count as n from counters where brand_id = $1 and id = $2',
    values: [BRAND, id],
  })
  return row?.n ?? Number.NaN
}

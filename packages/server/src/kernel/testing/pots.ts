import { accept, type Endpoint, Id, Label, listOf, type Schema } from '@siyu/core/kernel'
import * as z from 'zod/mini'
import type { Apply } from '../apply.ts'
import { command, type Route } from '../command.ts'
import type { LogSpec } from '../log.ts'
import { logWriterOf, writerOf } from '../write.ts'

/** The smallest log: pots that many drop into without looking, and what was dropped. */
export const POTS = `
  create table pots (brand_id text not null, id text not null, entry_count bigint not null default 0,
    balance bigint not null default 0 check (balance >= 0), head text not null default '', primary key (brand_id, id));
  create table pot_entries (brand_id text not null, id text not null, number bigint not null, amount bigint not null,
    balance bigint not null, words text, place bigint not null, hash text not null, primary key (brand_id, id, number))`

export const potLog: LogSpec = {
  table: { name: 'pot_entries', key: ['brand_id', 'id', 'number'], versioned: false, kind: 'state' },
  head: { name: 'pots', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
  columns: ['words', 'place'],
}

type Owner = { readonly brandId: string; readonly id: string }
type Pot = Owner & { readonly entryCount: number; readonly balance: number; readonly head: string }

const writer = writerOf<{ pots: Pot }>({ pots: potLog.head })
const append = logWriterOf<Owner, { readonly words: string | null; readonly place: number }>(potLog)

type PotMade = { readonly type: 'pot_made'; readonly id: string }
type Dropped = {
  readonly type: 'dropped'
  readonly id: string
  readonly amount: number
  readonly words: string | null
  readonly place: number
}
export type PotEvent = PotMade | Dropped

export const applyPots: Apply<PotEvent> = {
  pot_made: ({ id }, { brandId }) => [writer.insert('pots', { brandId, id, entryCount: 0, balance: 0, head: '' })],
  dropped: ({ id, amount, words, place }, { brandId }) => [append({ brandId, id }, amount, { words, place })],
}

export type DropInput = {
  /** Makes these pots first. */
  readonly made: readonly string[]
  readonly drops: readonly { readonly id: string; readonly amount: number; readonly words: string | null }[]
}
const DropInput: Schema<DropInput> = z.object({
  made: listOf(Id, 10),
  drops: listOf(z.object({ id: Id, amount: z.int(), words: z.nullable(Label) }), 10),
})

const dropEndpoint: Endpoint<DropInput, { readonly count: number }, never> = {
  name: 'tests.drop',
  method: 'POST',
  path: '/v1/drops',
  access: 'operator',
  input: DropInput,
  output: z.object({ count: z.int() }),
  refusals: {},
}

export const drop: Route = command(dropEndpoint, {
  load: () => ({}),
  decide: (_facts, { made, drops }) =>
    accept<PotEvent>(
      ...made.map((id): PotMade => ({ type: 'pot_made', id })),
      ...drops.map(({ id, amount, words }, place): Dropped => ({ type: 'dropped', id, amount, words, place })),
    ),
  reply: (events) => ({ count: events.length }),
})

import type { DeletionBlock, Losses } from '@siyu/core/compliance'
import { type Expression, sql } from 'kysely'
import type { DomainEvent } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { Loaded, Loads } from '../kernel/read.ts'
import { snake, type TableSpec } from '../kernel/tables.ts'

/** The most rows of one list in a document about a member. */
export const MAX_EXPORTED = 10_000
/** The most rows of one table that a step of a deletion takes away; the next step takes more. */
export const MAX_ERASED = 1_000

/** Rows of one table that are a member's, as they are handed out. */
export type ExportedList = {
  /** What the list is called in the document. */
  readonly name: string
  readonly table: TableSpec
  readonly rows: (call: Call, memberId: string) => Expression<unknown>
}

/** Keys of personal rows that go when a member leaves. */
export type ErasedRows = {
  readonly table: TableSpec
  /** `closing`: already when nobody may sign in any more. */
  readonly when: 'closing' | 'erasing'
  /** Selects the key of each row but for its brand. */
  readonly keys: (call: Call, memberId: string) => Expression<unknown>
}

/** What a concept says to a member who leaves. */
export type Leaving = {
  readonly blockedBy?: readonly DeletionBlock[]
  readonly losses?: Partial<Losses>
  /** What happens when nobody may sign in any more. */
  readonly closing?: readonly DomainEvent[]
  /** What happens when everything personal goes. */
  readonly erasing?: readonly DomainEvent[]
  /** False when there is more than one step takes; default true. */
  readonly isWhole?: boolean
}

/** How a concept finds that out. */
export type LeavePart = {
  readonly load: (call: Call, memberId: string) => Loads
  readonly plan: (facts: Loaded<Loads>, memberId: string) => Leaving
}

/** What one concept keeps about members: how it is handed out, how it is erased, and what leaving does to it. */
export type MemberPart = {
  readonly concept: string
  readonly lists: readonly ExportedList[]
  readonly erased?: readonly ErasedRows[]
  readonly leave?: LeavePart
}

/** Ties what is loaded to what is made of it. */
export function leaving<L extends Loads>(
  load: (call: Call, memberId: string) => L,
  plan: (facts: Loaded<L>, memberId: string) => Leaving,
): LeavePart {
  return { load, plan: plan as unknown as LeavePart['plan'] }
}

/** Makers of lists for the tables of one concept. */
export function listsOf<Tables>(specs: { readonly [N in keyof Tables]: TableSpec }): <N extends keyof Tables & string>(
  table: N,
  /** The column that says whose row it is. */
  owner: keyof Tables[N] & string,
  /** What is handed out: nothing of other people, and no secrets of the shop. */
  columns: readonly (keyof Tables[N] & string)[],
) => ExportedList {
  return (table, owner, columns) => ({
    name: table,
    table: specs[table],
    rows: (call, memberId) => selectOf(specs[table], owner, columns, call, memberId, MAX_EXPORTED + 1),
  })
}

/** The rows of a personal table that are a member's. */
export function erasedOf(spec: TableSpec, owner: string, when: ErasedRows['when']): ErasedRows {
  const keys = spec.key.slice(1)
  return { table: spec, when, keys: (call, memberId) => selectOf(spec, owner, keys, call, memberId, MAX_ERASED + 1) }
}

function selectOf(
  spec: TableSpec,
  owner: string,
  columns: readonly string[],
  call: Call,
  memberId: string,
  limit: number,
): Expression<unknown> {
  const names = sql.join(columns.map((column) => sql.id(snake(column))))
  const newest = sql.join(spec.key.map((column) => sql`${sql.id(column)} desc`))
  return sql`select ${names} from ${sql.id(spec.name)}
    where brand_id = ${call.brandId} and ${sql.id(snake(owner))} = ${memberId} order by ${newest} limit ${limit}`
}

import { createHash } from 'node:crypto'
import { camel, type TableSpec, type Value } from './tables.ts'

/**
 * A numbered log whose entries are chained by hashes, one chain per owner row.
 *
 * The owner row (`head`) has `entry_count bigint`, `balance bigint` and `head text` beside its key, no version, and
 * starts at 0, 0 and an empty text. The log's key is the owner's and `number`; beside `columns` it has `amount`,
 * `balance` (after this entry) and `hash`.
 */
export type LogSpec = {
  readonly table: TableSpec
  readonly head: TableSpec
  /** What an entry says beside its amount, in the order it is hashed in: snake_case, text, numbers or flags. */
  readonly columns: readonly string[]
}

/** Where a chain has come to. */
export type Head = { readonly entryCount: number; readonly balance: number; readonly head: string }

/** What one command appends to one owner row: its entries carry one hash. */
export type Link = {
  readonly log: LogSpec
  /** The owner's key, by camelCase name. */
  readonly key: Cells
  readonly entries: readonly Entry[]
}

export type Entry = { readonly amount: number; readonly row: Cells }

type Cells = Readonly<Record<string, Value>>

export const GENESIS: Head = { entryCount: 0, balance: 0, head: '' }

/**
 * The text of a link: a line per entry, its amount and then its columns in the log's order, empty for null.
 * @throws when a value holds what would make two texts alike, or is no plain value
 */
export function linkText(rows: readonly (readonly Value[])[]): string {
  return rows.map((row) => row.map(plainText).join('|')).join('\n')
}

function plainText(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'object') throw new Error('an entry of a log holds plain values, not objects')
  const text = String(value)
  if (/[|\n]/.test(text)) throw new Error('a value in a log must not contain | or a new line')
  return text
}

/** The hash all entries of a link carry, as hex: SHA-256 of the hash before it, a new line and the link's text. */
export function linkHash(previous: string, text: string): string {
  return createHash('sha256').update(`${previous}\n${text}`).digest('hex')
}

/** What `linkText` takes of an entry whose columns go by camelCase names. */
export function entryValues(log: LogSpec, { amount, row }: Entry): readonly Value[] {
  return [
    amount,
    ...log.columns.map((column) => {
      const value = row[camel(column)]
      if (value === undefined) throw new Error(`an entry of ${log.table.name} lacks ${column}`)
      return value
    }),
  ]
}

/** The text of a link of these entries. */
export function textOf({ log, entries }: Link): string {
  return linkText(entries.map((entry) => entryValues(log, entry)))
}

/** The rows a link adds after a head that is known, and the head after it. */
export function extend(before: Head, link: Link): { readonly head: Head; readonly rows: readonly Cells[] } {
  const head = linkHash(before.head, textOf(link))
  let { entryCount, balance } = before
  const rows = link.entries.map(({ amount, row }) => {
    entryCount += 1
    balance += amount
    return { ...link.key, ...row, number: entryCount, amount, balance, hash: head }
  })
  return { head: { entryCount, balance, head }, rows }
}

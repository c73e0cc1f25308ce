import type { Row, Sql, SqlParameter, Statement } from './database.ts'
import { openMemory } from './memory.ts'

/**
 * Reads of one kind as one statement: a row of values for each, and the text once, looking at its row. So the database
 * makes ready one plan for all of them, and asks once what is the same for all, such as the settings of the brand.
 */

/** A read of one brand. */
export type BrandRead = { readonly brandId: string; readonly statement: Statement }

/** The most reads that go together. */
export const MOST_READS = 16
const MAX_TEXTS = 5_000
const remember = openMemory<string>(MAX_TEXTS)
/** Stands for the row of values in a text; no query may name a table so. */
const ROW = 'siyu_read'

/** What makes two reads one kind: their statements differ in values only. */
export function readKindOf({ brandId, statement: { text, values } }: BrandRead): string {
  return `${brandId} ${values.map((value) => typeOf(value, brandId) ?? '').join()} ${text}`
}

/** Sends reads of one kind; gives the rows of each. */
export async function readTogether(database: Sql, reads: readonly BrandRead[]): Promise<readonly (readonly Row[])[]> {
  const [first] = reads
  if (first === undefined) return []
  if (reads.length === 1) return [await database.execute(first.statement)]
  const rows = await database.execute(together(first, reads))
  const found = reads.map((): Row[] => [])
  for (const { siyu_place, ...row } of rows) found[(siyu_place as number) - 1]?.push(row)
  return found
}

function together(first: BrandRead, reads: readonly BrandRead[]): Statement {
  const types = first.statement.values.map((value) => typeOf(value, first.brandId))
  const own = types.flatMap((type, at) => (type === undefined ? [] : [at]))
  const rows = reads.map(({ statement }) => Object.fromEntries(own.map((at) => [`p${at + 1}`, statement.values[at]])))
  const shared = first.statement.values.filter((_value, at) => types[at] === undefined)
  // Not by brand: what brands ask differs in values only.
  const text = remember(`${types.join()} ${first.statement.text}`, () => textOf(first.statement.text, types))
  return { text, values: [JSON.stringify(rows), ...shared] }
}

/** The limit tells the planner how many rows there are: it expects a hundred of any function. */
function textOf(text: string, types: readonly (string | undefined)[]): string {
  const columns = types.flatMap((type, at) => (type === undefined ? [] : [`p${at + 1} ${type}`]))
  const sharedBefore = (at: number): number => types.slice(0, at).filter((type) => type === undefined).length
  const own = text.replace(/\$(\d+)/g, (_place, number: string) =>
    types[Number(number) - 1] === undefined ? `$${2 + sharedBefore(Number(number) - 1)}` : `${ROW}.p${number}`,
  )
  return `select ${ROW}.siyu_place, own.* from (
  select * from rows from (jsonb_to_recordset($1::jsonb) as (${columns.join(', ')}))
  with ordinality v(${[...columns.map((column) => column.split(' ')[0]), 'siyu_place'].join(', ')}) limit ${MOST_READS}
) ${ROW} cross join lateral (${own}) own order by ${ROW}.siyu_place`
}

/** The type of a value that differs between reads; undefined for what is the same for all of a kind. */
function typeOf(value: SqlParameter, brandId: string): string | undefined {
  if (value === null || value === brandId) return undefined
  if (typeof value === 'object') return 'text[]'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'int8' : 'float8'
  return typeof value === 'boolean' ? 'bool' : 'text'
}

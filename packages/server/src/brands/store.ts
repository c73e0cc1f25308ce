import type { BrandCreated, BrandEvent, CreateBrandInput } from '@siyu/core/brands'
import type { ApiKey } from '../kernel/access.ts'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { Sql } from '../kernel/database.ts'
import { prepared } from '../kernel/prepared.ts'
import { guarded, type Load, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type BrandTables, brandSpecs } from './tables.ts'

const db = tablesOf<BrandTables>()
const writer = writerOf<BrandTables>(brandSpecs)

export type BrandRow = BrandTables['brands']

/** The brand of a call. */
export function loadBrand(call: Call): Load<BrandRow | undefined> {
  return one(brandOf({ brandId: call.brandId }))
}

const brandOf = prepared(({ brandId }: { readonly brandId: string }) =>
  db
    .selectFrom('brands')
    .select(['brandId', 'name', 'currency', 'timeZone', 'createdAt'])
    .where('brandId', '=', brandId),
)

/** The settings of a concept, as its own schema typed them when they were saved. */
export function loadSettings<T>(call: Call, concept: string): Load<T> {
  return {
    query: settingsOf({ brandId: call.brandId, concept }),
    pick: ([row]) => {
      if (row === undefined) throw new Error(`brand ${call.brandId} has no settings for ${concept}`)
      return row.value as T
    },
  }
}

const settingsOf = prepared(({ brandId, concept }: { readonly brandId: string; readonly concept: string }) =>
  db.selectFrom('settings').select('value').where('brandId', '=', brandId).where('concept', '=', concept),
)

/** The settings row with its version, for the command that replaces it. */
export function guardSettings(call: Call, concept: string): Load<{ readonly version: number } | undefined> {
  const row = db
    .selectFrom('settings')
    .select(['concept', 'version'])
    .where('brandId', '=', call.brandId)
    .where('concept', '=', concept)
  return guarded(brandSpecs.settings, one(row))
}

/** The change that replaces a concept's settings; used by that concept's `apply`. */
export function changeSettings(brandId: string, concept: string, value: object): Write {
  return writer.change('settings', { brandId, concept }, { value })
}

/** The settings a new brand has in a concept it was created without. */
export function firstSettings({ brand, settings }: BrandCreated, concept: string, value: object): readonly Write[] {
  return concept in settings ? [] : [writer.insert('settings', { brandId: brand.id, concept, value })]
}

export type OperatorRow = BrandTables['operators']

/** An operator by login. */
export function loadOperator(call: Call, login: string): Load<OperatorRow | undefined> {
  return one(
    db
      .selectFrom('operators')
      .select(['brandId', 'id', 'login', 'name', 'passwordHash'])
      .where('brandId', '=', call.brandId)
      .where('login', '=', login),
  )
}

/** Rows of keys and operators: kept outside the journal, because they are secrets. */
export function accessWrites(input: CreateBrandInput): readonly Write[] {
  const brandId = input.brand.id
  return [
    ...input.keys.map((key) => writer.insert('apiKeys', { brandId, ...key })),
    ...input.operators.map((operator) => writer.insert('operators', { brandId, ...operator })),
  ]
}

/** The key with this hash, of whichever brand. */
export async function findKey(database: Sql, hash: string): Promise<ApiKey | undefined> {
  const query = db
    .selectFrom('apiKeys')
    .select(['id', 'brandId', 'kind', 'origins', 'scopes'])
    .where('keyHash', '=', hash)
    .compile()
  const [row] = await database.execute({ text: query.sql, values: query.parameters as readonly string[] })
  if (row === undefined) return undefined
  return {
    id: row.id as string,
    brandId: row.brand_id as string,
    kind: row.kind as ApiKey['kind'],
    origins: row.origins as readonly string[],
    scopes: row.scopes as readonly string[],
  }
}

export const applyBrands: Apply<BrandEvent> = {
  brand_created: ({ brand, settings }, { at }) => [
    writer.insert('brands', {
      brandId: brand.id,
      name: brand.name,
      currency: brand.currency,
      timeZone: brand.timeZone,
      createdAt: at,
    }),
    ...Object.entries(settings).map(([concept, value]) =>
      writer.insert('settings', { brandId: brand.id, concept, value: value as object }),
    ),
  ],
}

import { openPostgres } from '../postgres.ts'
import { testServer } from './postgres.ts'
import type { Refused } from './sale.ts'
import { openShop, type Reply, type Shop, type ShopOptions } from './shop.ts'

/** Two servers on one PostgreSQL. */
export type Pair = readonly [Shop, Shop]

const found = await testServer()
/** Why there is no PostgreSQL here; undefined where there is one. */
export const skip: string | undefined = 'skip' in found ? found.skip : undefined

/** Opens a shop and a second server on its database. */
export async function openPair(options: ShopOptions = {}, poolSize: number = 16): Promise<Pair> {
  const first = await openShop({ ...options, on: 'postgres' })
  const url = first.database.url as string
  const database = await openPostgres({ connectionString: url, poolSize })
  return [first, await openShop({ ...options, database: { database, url } })]
}

export function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

/** How often each answer came: `done`, or the status and the code. */
export function tally(answers: readonly Reply<unknown>[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const name = status === 200 ? 'done' : `${status} ${(body as Refused).error?.code}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

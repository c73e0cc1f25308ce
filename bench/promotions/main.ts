/** Times promotions beside other engines on one workload, then the search for the best coupons. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { progress, table } from '../table.ts'
import { compareEngines } from './comparison.ts'
import { measureSearch } from './search.ts'
import { loadWorkload } from './workload.ts'

const root = resolve(import.meta.dirname, '../..')

/** Where the workload and the peers are looked for unless the command says otherwise, from the checkout. */
const defaults = { work: '../shared/perf-bench/1-promotions', peers: 'node_modules/.bench-peers' } as const

/** Prints the tables; the exit code says whether the figures agree. */
export async function benchPromotions(args: readonly string[]): Promise<void> {
  const options = { work: { type: 'string' }, peers: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  const workload = loadWorkload(values.work ?? resolve(root, defaults.work))
  progress(`workload: ${workload.from}`)
  const engines = await compareEngines(workload, values.peers ?? resolve(root, defaults.peers), progress)
  console.log(`${table(engines.times)}\n\n${table(engines.outcomes)}\n`)
  const search = await measureSearch(workload, progress)
  console.log(table(search.rows))
  const differences = [...engines.differences, ...search.differences]
  for (const difference of differences) progress(`differs: ${difference}`)
  if (differences.length > 0) process.exitCode = 1
}

/** Measures this machine: quotes and writes without a name, or the benchmark that is named. */
import { availableParallelism } from 'node:os'
import { progress, table } from './table.ts'

type Bench = (args: readonly string[]) => Promise<void>

/** By name; each loads only what it measures. */
const benches: Readonly<Record<string, Bench>> = {
  quotes: async () => {
    progress('quotes')
    const { measureQuotes } = await import('./quote.ts')
    console.log(`${table(measureQuotes())}\n`)
  },
  writes: async () => {
    const { measureDatabases } = await import('./databases.ts')
    console.log(table(await measureDatabases()))
  },
  ledger: async () => {
    const { benchLedger } = await import('./ledger.ts')
    await benchLedger()
  },
  sweep: async () => {
    const { benchSweep } = await import('./sweep.ts')
    await benchSweep()
  },
  referrals: async () => {
    const { benchReferrals } = await import('./referrals.ts')
    await benchReferrals()
  },
  checkout: async () => {
    const { benchCheckout } = await import('./checkout.ts')
    await benchCheckout()
  },
  'flash-sale': async () => {
    const { benchFlashSale } = await import('./flash-sale.ts')
    await benchFlashSale()
  },
  tracker: async (args) => {
    const { benchTracker } = await import('./tracker/main.ts')
    await benchTracker(args)
  },
  collector: async () => {
    const { benchCollector } = await import('./collector/main.ts')
    await benchCollector()
  },
  promotions: async (args) => {
    const { benchPromotions } = await import('./promotions/main.ts')
    await benchPromotions(args)
  },
}

/** What runs when nothing is named. */
const usual = ['quotes', 'writes']

async function main([name, ...args]: readonly string[]): Promise<void> {
  const chosen = name === undefined ? usual : [name]
  const unknown = chosen.find((each) => !Object.hasOwn(benches, each))
  if (unknown !== undefined) {
    console.error(`no benchmark ${unknown}: ${Object.keys(benches).join(', ')}`)
    process.exitCode = 2
    return
  }
  const startedAt = performance.now()
  console.log(`${availableParallelism()} cores, Node ${process.versions.node}\n`)
  for (const each of chosen) await benches[each]?.(args)
  progress(`done in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
}

// A database server that is being stopped does not keep the process awake by itself.
const awake = setInterval(() => undefined, 1_000)
await main(process.argv.slice(2)).finally(() => clearInterval(awake))

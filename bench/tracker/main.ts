/** Our tracker in the harness that measured the peers, beside what was recorded of them. Needs a quiet machine. */
import { progress, table } from '../table.ts'
import { type Harness, openHarness } from './harness.ts'
import { benchScenarios } from './scenarios.ts'

type Delivery = {
  readonly tracked?: number
  readonly delivered?: number
  readonly lostFinal?: number
  readonly dup?: number
  readonly dupStable?: number
  readonly loopMs?: number
  readonly error?: string
}
type Cost = Readonly<
  Record<'initMs' | 'firstUs' | 'singleUs' | 'singleP95Us' | 'medianUs' | 'p95Us' | 'taskMsPer1k' | 'requests', number>
>

const scenarios = ['baseline', 'http500', 'drop', 'hang', 'nav', 'close', 'offlineClose', 'offlineOnline'].concat([
  'http429',
  'ackLost',
  'twoTabs',
  'blocked',
  'quota',
  'poison',
  'burst1k',
  'burst',
])
const leaving = ['nav', 'close']

/** `delivery`, `cost`, `scenarios`, or all of them. */
export async function benchTracker(args: readonly string[]): Promise<void> {
  const isWanted = (part: string): boolean => args.length === 0 || args.includes(part)
  if (isWanted('scenarios')) await benchScenarios()
  if (!isWanted('delivery') && !isWanted('cost')) return
  const harness = await openHarness()
  if (typeof harness === 'string') return console.log(`tracker: skipped: ${harness}`)
  try {
    if (isWanted('cost')) await benchCost(harness)
    if (isWanted('delivery')) await benchDelivery(harness)
  } finally {
    harness.remove()
  }
}

async function benchCost(harness: Harness): Promise<void> {
  progress('tracker: cost')
  const own = (await harness.measure('cost.mjs', ['--adapters', 'own,adapters', '--only', 'siyu,probe-beacon'])) as {
    readonly [name: string]: Cost
  }
  const recorded = harness.recorded('cost') as { readonly [name: string]: Cost }
  const rows = Object.entries(recorded).toSorted(([, a], [, b]) => a.taskMsPer1k - b.taskMsPer1k)
  const measured = Object.entries(own).map(([name, cost]) => costRow(`${name} (now)`, cost))
  const head = ['tracker', 'init ms', 'single µs', 'p95', 'busy µs', 'p95', 'ms / 1,000', 'requests']
  console.log(table([head, ...measured, ...rows.map(([name, cost]) => costRow(name, cost))]))
  console.log('All but (now) were recorded earlier on this harness; probe-beacon keeps nothing and is the floor.\n')
}

function costRow(name: string, cost: Cost): readonly string[] {
  const { initMs, singleUs, singleP95Us, medianUs, p95Us, taskMsPer1k, requests } = cost
  const figures = [initMs, singleUs, singleP95Us, medianUs, p95Us, taskMsPer1k, requests]
  return [name, ...figures.map((figure) => (figure === undefined ? 'failed' : String(Math.round(figure))))]
}

async function benchDelivery(harness: Harness): Promise<void> {
  const runs: Readonly<Record<string, Delivery>>[] = []
  for (const names of [scenarios, leaving, leaving]) {
    progress(`tracker: ${names.length} scenarios`)
    const { siyu } = await harness.measure('deliver.mjs', [
      ...['--adapters', 'own', '--only', 'siyu', '--jobs', '2'],
      ...['--scenarios', names.join()],
    ])
    runs.push(siyu as Readonly<Record<string, Delivery>>)
  }
  const recorded = harness.recorded('deliver') as Readonly<Record<string, Readonly<Record<string, Delivery>>>>
  const peers = Object.entries(recorded)
  const head = ['scenario', 'siyu', ...peers.map(([name]) => name)]
  const rows = scenarios.map((name) => [
    name,
    runs.flatMap((run) => (run[name] ? [cell(run[name])] : [])).join('; '),
    ...peers.map(([, run]) => cell(run[name])),
  ])
  console.log(table([head, ...rows]))
  console.log(
    'delivered with the page open → after the next visit / tracked; d: repeated, u: of those without a stable id\n',
  )
}

function cell(run: Delivery | undefined): string {
  if (run === undefined) return ''
  const { tracked = 0, delivered = 0, lostFinal = 0, dup = 0, dupStable = 0, error } = run
  if (error !== undefined) return 'failed'
  const final = tracked - lostFinal
  const unstable = dup - dupStable
  const repeats = dup > 0 ? ` d${dup}${unstable > 0 ? ` u${unstable}` : ''}` : ''
  return `${delivered}${final === delivered ? '' : `→${final}`}/${tracked}${repeats}`
}

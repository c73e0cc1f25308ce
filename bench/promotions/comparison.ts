/** The same promotions on the same baskets by every system at hand: times, ratios, and whether they did the same. */
import { type Build, type Outcome, race, type System } from './contest.ts'
import { buildHandwritten } from './handwritten.ts'
import { loadMedusa } from './medusa.ts'
import { buildOurs, buildUnprepared } from './ours.ts'
import { leaveOut, openPeer, type Peer, type PeerName } from './peers.ts'
import { loadRulesEngine } from './rules-engine.ts'
import { buildTight } from './tight.ts'
import { loadVendure } from './vendure.ts'
import { type Basket, type Rule, sizes, type Workload } from './workload.ts'

/** The columns, in order; "ours, new list" has not seen the list of promotions before. */
const names = [
  ...['tight loop', 'by hand', 'ours', 'ours, new list', 'Medusa', 'Vendure'],
  ...['rules engine', 'rules engine per line'],
] as const
type Name = (typeof names)[number]

type Builds = ReadonlyMap<Name, Build>

/** One size of the workload as measured. */
type Measured = {
  readonly size: string
  readonly times: ReadonlyMap<Name, number>
  readonly outcomes: ReadonlyMap<Name, Outcome>
}

/** Rows of both tables, and what does not agree. */
export type Comparison = {
  readonly times: readonly (readonly string[])[]
  readonly outcomes: readonly (readonly string[])[]
  readonly differences: readonly string[]
}

/** How far two outcomes may lie apart: a share, or so much where that is more. */
type Tolerance = { readonly share: number; readonly least: number }

/**
 * The loop splits sums by other rounding, and its free unit is worth its list price where ours is worth what the unit
 * costs by then; so it is a rough measure of ours.
 */
const nearLoop: Tolerance = { share: 0.1, least: 2 }
/** Without free units the engine by hand does what ours does, in floating point. */
const nearHand: Tolerance = { share: 0.002, least: 1 }

/** Measures every size; the peers below `folder` that can be installed and loaded take part. */
export async function compareEngines(
  workload: Workload,
  folder: string,
  say: (text: string) => void,
): Promise<Comparison> {
  const builds = await openAll(folder)
  const found: Measured[] = []
  const differences: string[] = []
  for (const [lineCount, ruleCount] of sizes) {
    say(`${lineCount} lines, ${ruleCount} promotions`)
    const basket = workload.basket(lineCount)
    const rules = workload.rules(ruleCount, basket)
    const systems = new Map([...builds].map(([name, build]): [Name, System] => [name, build(basket, rules)]))
    const outcomes = new Map<Name, Outcome>()
    for (const [name, system] of systems) outcomes.set(name, await system.outcome())
    const size = `${lineCount} × ${ruleCount}`
    differences.push(...differencesOf(size, outcomes), ...(await differencesByHand(size, basket, rules)))
    found.push({ size, times: await race(systems), outcomes })
  }
  const present = names.filter((name) => builds.has(name))
  return {
    times: [timesHead(present), ...found.map((each) => timesRow(present, each))],
    outcomes: [outcomesHead(present), ...found.map((each) => outcomesRow(present, each))],
    differences,
  }
}

async function openAll(folder: string): Promise<Builds> {
  const medusa = await loadPeer(folder, 'medusa', loadMedusa)
  const vendure = await loadPeer(folder, 'vendure', loadVendure)
  const rulesEngine = await loadPeer(folder, 'rules-engine', loadRulesEngine)
  const all: readonly (readonly [Name, Build | undefined])[] = [
    ['tight loop', buildTight],
    ['by hand', buildHandwritten],
    ['ours', buildOurs],
    ['ours, new list', buildUnprepared],
    ['Medusa', medusa],
    ['Vendure', vendure],
    ['rules engine', rulesEngine?.perOrder],
    ['rules engine per line', rulesEngine?.perLine],
  ]
  return new Map(all.flatMap(([name, build]) => (build === undefined ? [] : [[name, build]])))
}

async function loadPeer<Loaded>(
  folder: string,
  name: PeerName,
  load: (peer: Peer) => Loaded | Promise<Loaded>,
): Promise<Loaded | undefined> {
  const peer = await openPeer(folder, name)
  if (peer === undefined) return undefined
  try {
    return await load(peer)
  } catch (error) {
    return leaveOut(name, error)
  }
}

function timesHead(present: readonly Name[]): readonly string[] {
  return ['lines × promotions, µs', ...present, 'ours ÷ tight loop', 'Medusa ÷ ours']
}

function timesRow(present: readonly Name[], { size, times }: Measured): readonly string[] {
  const ratio = (over: Name, under: Name): string => figure((times.get(over) ?? NaN) / (times.get(under) ?? NaN))
  const cells = present.map((name) => figure(times.get(name) ?? NaN))
  return [size, ...cells, ratio('ours', 'tight loop'), ratio('Medusa', 'ours')]
}

/** Three digits, or all before the point. */
function figure(value: number): string {
  if (Number.isNaN(value)) return '–'
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return value.toFixed(value >= 10 ? 1 : 2)
}

function outcomesHead(present: readonly Name[]): readonly string[] {
  return ['lines × promotions, lowered lines (off)', ...present]
}

function outcomesRow(present: readonly Name[], { size, outcomes }: Measured): readonly string[] {
  const cell = (name: Name): string => {
    const { adjustmentCount = 0, discountMinor = null } = outcomes.get(name) ?? {}
    return discountMinor === null ? `${adjustmentCount}` : `${adjustmentCount} (${(discountMinor / 100).toFixed(2)})`
  }
  return [size, ...present.map(cell)]
}

/** Ours must lower about as many lines by about as much as the loop. */
function differencesOf(size: string, outcomes: ReadonlyMap<Name, Outcome>): readonly string[] {
  const [ours, tight] = [outcomes.get('ours'), outcomes.get('tight loop')]
  return ours === undefined || tight === undefined ? [] : apart(`${size}: tight loop`, ours, tight, nearLoop)
}

async function differencesByHand(size: string, basket: Basket, rules: readonly Rule[]): Promise<readonly string[]> {
  const plain = rules.filter(({ kind }) => kind !== 'buy_get')
  const [ours, byHand] = [buildOurs(basket, plain), buildHandwritten(basket, plain)]
  return apart(`${size} without buy_get: by hand`, await ours.outcome(), await byHand.outcome(), nearHand)
}

function apart(name: string, ours: Outcome, other: Outcome, { share, least }: Tolerance): readonly string[] {
  const isFar = (a: number, b: number): boolean => Math.abs(a - b) > Math.max(least, b * share)
  const far =
    isFar(ours.adjustmentCount, other.adjustmentCount) || isFar(ours.discountMinor ?? 0, other.discountMinor ?? 0)
  return far ? [`${name} ${JSON.stringify(other)}, ours ${JSON.stringify(ours)}`] : []
}

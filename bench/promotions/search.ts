/** How long the best coupons of a full wallet take to find, and whether they are the best: every subset is tried. */
import { type Quote, type QuoteFacts, quote } from '../../packages/core/src/pricing/index.ts'
import { race, type System } from './contest.ts'
import { factsOf } from './ours.ts'
import { drawnCoupons, type Wallet, walletsFor } from './wallets.ts'
import type { Basket, Workload } from './workload.ts'

/** Rows of the table, and what does not agree. */
export type SearchTable = {
  readonly rows: readonly (readonly string[])[]
  readonly differences: readonly string[]
}

type Case = { readonly wallet: Wallet; readonly ruleCount: number; readonly facts: QuoteFacts }

const lineCount = 50
/** Up to so many coupons the choice is compared with all subsets: 4,096 quotes. */
const bruteForceCount = 12
const head = [
  'coupons',
  'promotions',
  'ms',
  'ms without',
  'applied',
  'off by coupons',
  'proven',
  'least of all subsets',
]

/** Times one quote of each wallet on 50 lines, without promotions and with ten, then checks what it chose. */
export async function measureSearch(workload: Workload, say: (text: string) => void): Promise<SearchTable> {
  const cases = casesOf(workload)
  const systems = cases.flatMap(({ facts }, index): (readonly [string, System])[] => [
    [`${index}`, systemOf(facts)],
    [`${index} without`, systemOf({ ...facts, coupons: [] })],
  ])
  say(`the best coupons of ${cases.length} wallets`)
  const times = await race(new Map(systems))
  const checked = cases.map((each) => ({ ...each, chosen: quote(each.facts), least: leastOf(each, say) }))
  const ms = (name: string): string => ((times.get(name) ?? NaN) / 1000).toFixed(3)
  return {
    rows: [head, ...checked.map((each, index) => row(each, [ms(`${index}`), ms(`${index} without`)]))],
    differences: checked.flatMap(differencesOf),
  }
}

function casesOf(workload: Workload): readonly Case[] {
  const basket = workload.basket(lineCount)
  return [...walletsFor(basket), slowest(12, 200, basket), slowest(20, 50, basket)].flatMap((wallet) =>
    [0, 10].map((ruleCount): Case => {
      const facts = factsOf(basket, workload.rules(ruleCount, basket))
      return { wallet, ruleCount, facts: { ...facts, coupons: wallet.coupons } }
    }),
  )
}

/** The wallet that takes longest out of so many drawn by chance. */
function slowest(count: number, drawnCount: number, basket: Basket): Wallet {
  const facts = factsOf(basket, [])
  const drawn = Array.from({ length: drawnCount }, (_, seed) => {
    const coupons = drawnCoupons(count, seed, basket)
    const timesMs = [0, 1, 2].map(() => elapsedMs(() => quote({ ...facts, coupons })))
    return { coupons, ms: Math.min(...timesMs) }
  })
  const { coupons } = drawn.reduce((worst, each) => (each.ms > worst.ms ? each : worst))
  return { name: `${count}, slowest of ${drawnCount} drawn`, coupons }
}

function elapsedMs(work: () => unknown): number {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}

function systemOf(facts: QuoteFacts): System {
  const outcome = (): { adjustmentCount: number; discountMinor: null } => ({ adjustmentCount: 0, discountMinor: null })
  return { run: () => quote(facts), isAsync: false, outcome }
}

/** What the cheapest of all subsets costs, each forced on its own; the smaller subset among equals. */
type Least = { readonly payableMinor: number; readonly couponCount: number }

function leastOf({ wallet, ruleCount, facts }: Case, say: (text: string) => void): Least | null {
  const { coupons } = wallet
  if (coupons.length > bruteForceCount) return null
  say(`every subset of ${wallet.name}, ${ruleCount} promotions`)
  let least: Least | null = null
  for (let set = 0; set < 2 ** coupons.length; set += 1) {
    const subset = coupons.filter((_, index) => (set >> index) & 1)
    const { payableMinor, couponIds } = quote({ ...facts, coupons: subset, couponIds: subset.map(({ id }) => id) })
    const couponCount = couponIds.length
    if (least === null || isBefore({ payableMinor, couponCount }, least)) least = { payableMinor, couponCount }
  }
  return least
}

function isBefore(a: Least, b: Least): boolean {
  return a.payableMinor < b.payableMinor || (a.payableMinor === b.payableMinor && a.couponCount < b.couponCount)
}

type Checked = Case & { readonly chosen: Quote; readonly least: Least | null }

function row({ wallet, ruleCount, chosen, least }: Checked, times: readonly string[]): readonly string[] {
  const off = chosen.explain.filter(({ source }) => source === 'coupon').reduce((sum, { minor }) => sum + minor, 0)
  const { proven } = chosen.search
  const check = least === null ? 'not tried' : isLeast(chosen, least) ? 'the same' : 'NOT the same'
  const found = [`${chosen.couponIds.length}`, (off / 100).toFixed(2), proven ? 'yes' : 'no', check]
  return [wallet.name, `${ruleCount}`, ...times, ...found]
}

function isLeast({ payableMinor, couponIds }: Quote, least: Least): boolean {
  return payableMinor === least.payableMinor && couponIds.length === least.couponCount
}

function differencesOf({ wallet, ruleCount, chosen, least }: Checked): readonly string[] {
  const name = `${wallet.name}, ${ruleCount} promotions`
  if (!chosen.search.proven) return [`${name}: not proven`]
  if (least === null || isLeast(chosen, least)) return []
  const [ours, best] = [chosen.payableMinor, least.payableMinor]
  return [`${name}: chose ${chosen.couponIds.length} coupons for ${ours}, ${least.couponCount} for ${best} is least`]
}

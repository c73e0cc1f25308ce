/** Points as plainly as they can be written: arrays, loops, and nothing of the rules they are held against. */
const DAY_MS = 86_400_000

type Lot = { count: number; from: number; until: number; grace: boolean; place: number; lost: number }
type Take = { lot: Lot; count: number }
type Sale = { takes: Take[]; returned: number; own: Lot | null; earned: number; clawed: number }

/** How the model's program works: one point per `perMinor`, so many days of life and of grace. */
export type Terms = {
  readonly perMinor: number
  readonly lifeDays: number
  readonly graceDays: number
  readonly policy: 'within_balance' | 'debt'
}

/** One member's points: lots, purchases by name, and what unpaid orders hold. */
export type Model = {
  readonly terms: Terms
  readonly lots: Lot[]
  readonly sales: Map<string, Sale>
  readonly held: Map<string, Take[]>
  debt: number
}

export function openModel(terms: Terms): Model {
  return { terms, lots: [], sales: new Map(), held: new Map(), debt: 0 }
}

function sum(some: readonly { count: number }[]): number {
  return some.reduce((total, { count }) => total + count, 0)
}

function alive({ lots }: Model, now: number): Lot[] {
  return lots
    .filter((lot) => lot.from <= now && now < lot.until && lot.count > 0)
    .sort((a, b) => a.until - b.until || a.from - b.from || a.place - b.place)
}

export function spendableIn(model: Model, now: number): number {
  return Math.max(0, sum(alive(model, now)) - model.debt)
}

export function heldIn({ held }: Model): number {
  return sum([...held.values()].flat())
}

/** Everything in lots that the account still counts: ended ones until their end is written. */
export function countIn({ lots }: Model): number {
  return sum(lots)
}

function saleOf({ sales }: Model, name: string): Sale {
  const sale = sales.get(name) ?? { takes: [], returned: 0, own: null, earned: 0, clawed: 0 }
  sales.set(name, sale)
  return sale
}

function add(model: Model, count: number, now: number, days: number, grace: boolean): Lot {
  const pays = grace ? 0 : Math.min(model.debt, count)
  model.debt -= pays
  const until = now + days * DAY_MS
  const lot = { count: count - pays, from: now, until, grace, place: model.lots.length, lost: 0 }
  model.lots.push(lot)
  return lot
}

function take(model: Model, count: number, now: number): Take[] | undefined {
  if (count > spendableIn(model, now)) return undefined
  const takes: Take[] = []
  for (const lot of alive(model, now)) {
    const part = Math.min(lot.count, count - sum(takes))
    if (part > 0) takes.push({ lot, count: part })
    lot.count -= part
  }
  return takes
}

/** Last taken first, one point at a time. */
function putBack(model: Model, takes: readonly Take[], done: number, count: number, now: number): void {
  const points = takes.flatMap(({ lot, count: each }) => Array.from({ length: each }, () => lot)).reverse()
  const late = new Map<Lot, number>()
  for (const lot of points.slice(done, done + count)) {
    if (now < lot.until) lot.count += 1
    else late.set(lot, (late.get(lot) ?? 0) + 1)
  }
  for (const [lot, each] of late) add(model, each, now, lot.grace ? 0 : model.terms.graceDays, true)
}

export function earnIn(model: Model, name: string, paid: number, now: number): void {
  const sale = saleOf(model, name)
  const earned = Math.floor(paid / model.terms.perMinor)
  if (sale.own !== null || earned === 0) return
  sale.own = add(model, earned, now, model.terms.lifeDays, false)
  sale.earned = earned
}

/** Whether it could be spent. */
export function spendIn(model: Model, name: string, count: number, now: number): boolean {
  const takes = take(model, count, now)
  saleOf(model, name).takes = takes ?? []
  return takes !== undefined
}

export function holdIn(model: Model, name: string, count: number, now: number): boolean {
  const takes = take(model, count, now)
  if (takes !== undefined) model.held.set(name, takes)
  return takes !== undefined
}

export function releaseIn(model: Model, name: string, now: number): void {
  const takes = model.held.get(name) ?? []
  model.held.delete(name)
  putBack(model, takes, 0, sum(takes), now)
}

export function adjustIn(model: Model, count: number, now: number): boolean {
  if (count < 0) return take(model, -count, now) !== undefined
  if (count > 0) add(model, count, now, model.terms.lifeDays, false)
  return true
}

/** `keptPaid` and `returned` are totals until now. */
export function refundIn(model: Model, name: string, keptPaid: number, returned: number, now: number): void {
  const sale = saleOf(model, name)
  if (returned > sale.returned) {
    putBack(model, sale.takes, sale.returned, returned - sale.returned, now)
    sale.returned = returned
  }
  const { own, earned } = sale
  if (own === null) return
  const ended = now >= own.until ? own.count : 0
  const kept = Math.min(earned, Math.floor(keptPaid / model.terms.perMinor))
  let left = Math.max(0, earned - kept - sale.clawed - own.lost - ended)
  sale.clawed += left
  let taking = model.terms.policy === 'debt' ? left : Math.min(left, spendableIn(model, now))
  const order = alive(model, now)
  for (const lot of [...order.filter((each) => each === own), ...order.filter((each) => each !== own)]) {
    const part = Math.min(lot.count, taking)
    lot.count -= part
    taking -= part
    left -= part
  }
  if (model.terms.policy === 'debt') model.debt += left
}

export function expireIn({ lots }: Model, now: number): void {
  for (const lot of lots.filter(({ until }) => until <= now)) {
    lot.lost += lot.count
    lot.count = 0
  }
}

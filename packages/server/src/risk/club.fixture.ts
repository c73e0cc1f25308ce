/** A club as it could be: honest members with what families and offices share, and people who pay themselves. */

export type Delivery = { readonly home: string; readonly phone: string }
export type Sale = {
  readonly at: number
  readonly refundedAt: number | null
  /** Its commission was released before; else it is still open. */
  readonly isOld: boolean
}
export type Account = {
  readonly id: string
  readonly joinedAt: number
  referrerId: string | null
  readonly boundAt: number
  readonly phone: string
  readonly email: string | null
  readonly person: { readonly name: string; readonly birthday: string | null }
  readonly devices: readonly string[]
  readonly payers: readonly string[]
  readonly deliveries: readonly Delivery[]
  sales: readonly Sale[]
  /** Which scheme it belongs to, such as `ring 3`; null for the honest. */
  readonly scheme: string | null
}
export type Club = { readonly accounts: readonly Account[]; readonly now: number }

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const NOW = Date.UTC(2026, 5, 1)

/** Chance that always comes out the same for a seed. */
type Dice = {
  /** A whole number, both ends included. */
  readonly between: (from: number, until: number) => number
  readonly chance: (percent: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
}

function at<T>(list: readonly T[], place: number): T {
  const found = list[place % list.length]
  if (found === undefined) throw new Error('an empty list has no places')
  return found
}

function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (from: number, until: number): number => from + Math.floor(next() * (until - from + 1))
  return { between, chance: (percent) => next() * 100 < percent, pick: (from) => at(from, between(0, from.length - 1)) }
}

/** What an account may have instead of things of its own. */
type Given = Partial<Pick<Account, 'devices' | 'payers' | 'deliveries' | 'email' | 'person' | 'scheme' | 'sales'>> & {
  readonly joinedAt: number
  readonly referrerId?: string | null
  readonly boundAt?: number
}
type Maker = { readonly dice: Dice; readonly accounts: Account[]; readonly make: (given: Given) => Account }

function makerOf(seed: number): Maker {
  const dice = diceOf(seed)
  const accounts: Account[] = []
  const make = (given: Given): Account => {
    const number = accounts.length
    const phone = `138${String(10_000_000 + number).padStart(8, '0')}`
    const birthday = `${dice.between(1960, 2005)}-0${dice.between(1, 9)}-${dice.between(10, 28)}`
    const account: Account = {
      ...{ id: `mem_${seed}_${number}`, joinedAt: given.joinedAt, referrerId: given.referrerId ?? null },
      ...{ boundAt: given.boundAt ?? given.joinedAt, phone, scheme: given.scheme ?? null },
      email: given.email ?? (dice.chance(30) ? `user${number}@mail.example` : null),
      person: given.person ?? {
        name: `${dice.pick([...'王李张刘陈杨黄赵吴周'])}${dice.pick([...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平'])}`,
        birthday: dice.chance(40) ? birthday : null,
      },
      devices: given.devices ?? [`device ${number}`],
      payers: given.payers ?? [`payer ${number}`],
      deliveries: given.deliveries ?? [{ home: `home ${number}`, phone }],
      sales: given.sales ?? [],
    }
    accounts.push(account)
    return account
  }
  return { dice, accounts, make }
}

/** A club of so many honest members with so many schemes among them. */
export function clubOf(seed: number, memberCount: number, schemeCount: number): Club {
  const maker = makerOf(seed)
  households(maker, memberCount)
  bindHonest(maker)
  crowds(maker, Math.ceil(memberCount / 250))
  for (const account of maker.accounts) account.sales = honestSales(maker.dice, account)
  const makers = [selfReferral, ring, swapRing, massRegistration, refundFarm]
  for (let number = 0; number < schemeCount; number += 1) at(makers, number)(maker, number)
  return { accounts: maker.accounts, now: NOW }
}

/** Singles, couples, families, and colleagues who have parcels sent to the office. */
function households({ dice, accounts, make }: Maker, memberCount: number): void {
  while (accounts.length < memberCount) {
    const kind = dice.between(1, 100)
    const size = kind <= 55 ? 1 : kind <= 80 ? 2 : kind <= 92 ? dice.between(3, 4) : dice.between(10, 40)
    const isOffice = size > 4
    const number = accounts.length
    for (let place = 0; place < size; place += 1) {
      const own = accounts.length
      const phone = dice.chance(isOffice ? 97 : 70) ? `139${10_000_000 + own}` : `137${10_000_000 + number}`
      const shares = size > 1 && !isOffice
      make({
        joinedAt: NOW - dice.between(2 * DAY_MS, 180 * DAY_MS),
        devices: shares && dice.chance(8) ? [`tablet ${number}`] : [`device ${own}`],
        payers: shares && dice.chance(4) ? [`family ${number}`] : [`payer ${own}`],
        deliveries: [{ home: size > 1 ? `house ${number}` : `home ${own}`, phone }],
      })
    }
  }
}

/** Most come through friends, some through their family or colleagues, many through the few whom many follow. */
function bindHonest({ dice, accounts }: Maker): void {
  const leaders = accounts.filter(() => dice.chance(1))
  for (const [index, account] of accounts.entries()) {
    if (!dice.chance(60)) continue
    const near = accounts.slice(Math.max(0, index - 3), index + 4)
    const from = dice.chance(40) ? leaders : dice.chance(40) ? near : accounts
    const referrer = from.length === 0 ? undefined : dice.pick(from)
    // Who comes later never refers who came before, so there are no circles.
    if (referrer !== undefined && referrer.joinedAt < account.joinedAt) account.referrerId = referrer.id
  }
}

/** What looks suspicious and is not: a live stream many join, a shop's tablet, friends who tell each other fast. */
function crowds({ dice, accounts, make }: Maker, count: number): void {
  for (let number = 0; number < count; number += 1) {
    const leader = dice.pick(accounts)
    const start = NOW - dice.between(10 * DAY_MS, 90 * DAY_MS)
    const joining = Math.max(start, leader.joinedAt)
    const kind = number % 3
    if (kind === 0)
      for (let size = dice.between(30, 60); size > 0; size -= 1) {
        make({ joinedAt: past(joining + dice.between(1, 2 * HOUR_MS)), referrerId: leader.id })
      }
    if (kind === 1)
      for (let size = dice.between(12, 30); size > 0; size -= 1) {
        const spanMs = dice.chance(50) ? 5 * HOUR_MS : 40 * DAY_MS
        const devices = [`shop ${accounts.indexOf(leader)}`, `device ${accounts.length}`]
        make({ joinedAt: past(joining + dice.between(1, spanMs)), referrerId: leader.id, devices })
      }
    let last = leader
    let at = joining
    if (kind === 2)
      for (let size = dice.between(3, 5); size > 0; size -= 1) {
        at += dice.between(5, 60) * MINUTE_MS
        last = make({ joinedAt: at, referrerId: last.id })
      }
  }
}

/** Nobody joins in the future. */
function past(moment: number): number {
  return Math.min(moment, NOW - HOUR_MS)
}

function honestSales(dice: Dice, { joinedAt }: Account): readonly Sale[] {
  const isReturner = dice.chance(3)
  const percent = isReturner ? dice.between(30, 60) : 5
  const count = isReturner ? dice.between(3, 8) : dice.chance(25) ? 0 : dice.between(1, 5)
  return Array.from({ length: count }, () => saleOf(dice, dice.between(joinedAt, NOW - 1), percent, 5))
}

/** A sale of which something may come back; `latePercent` of that only after the commission was released. */
function saleOf(dice: Dice, paidAt: number, refundPercent: number, latePercent: number): Sale {
  const isOld = paidAt < NOW - 15 * DAY_MS
  const isRefunded = dice.chance(refundPercent)
  const isLate = isOld && dice.chance(latePercent)
  return { at: paidAt, isOld, refundedAt: isRefunded ? paidAt + (isLate ? 10 : 2) * DAY_MS : null }
}

function newSales(dice: Dice, from: number, count: number): readonly Sale[] {
  const start = Math.max(from, NOW - 12 * DAY_MS)
  return Array.from({ length: count }, () => saleOf(dice, Math.min(NOW - 1, start + dice.between(1, 2 * DAY_MS)), 5, 0))
}

/** What a person's other account has of the first one: nearly always two things or more. */
function partsOf(dice: Dice, first: Account, number: number): Omit<Given, 'joinedAt'> {
  for (;;) {
    const [device, payer, home] = [dice.chance(75), dice.chance(70), dice.chance(85)]
    const [phone, mail] = [dice.chance(60), dice.chance(30)]
    const sharedCount = [device, payer, home, phone, mail].filter((is) => is).length
    if (sharedCount < 2 && !dice.chance(10)) continue
    const [delivery] = first.deliveries
    return {
      ...(device ? { devices: first.devices } : {}),
      ...(payer ? { payers: first.payers } : {}),
      ...(mail && first.email !== null ? { email: first.email.replace('@', `+${number}@`) } : {}),
      deliveries: [
        {
          home: home && delivery !== undefined ? delivery.home : `other ${first.id} ${number}`,
          phone: phone && delivery !== undefined ? delivery.phone : `136${10_000_000 + number}`,
        },
      ],
    }
  }
}

type Scheme = (maker: Maker, number: number) => void

const startOf = (dice: Dice): number => NOW - dice.between(4 * DAY_MS, 60 * DAY_MS)

const selfReferral: Scheme = ({ dice, make }, number) => {
  const scheme = `self ${number}`
  const first = make({ joinedAt: startOf(dice), scheme, email: `owner${number}@mail.example` })
  for (let count = dice.between(1, 4); count > 0; count -= 1) {
    const joinedAt = first.joinedAt + dice.between(5 * MINUTE_MS, 3 * DAY_MS)
    const parts = partsOf(dice, first, 1_000_000 + 10 * number + count)
    make({ joinedAt, referrerId: first.id, scheme, ...parts, sales: newSales(dice, joinedAt, dice.between(1, 4)) })
  }
}

/** Accounts of one hand, each brought by the one before, each sharing with its neighbours only. */
const ring: Scheme = ({ dice, make }, number) => {
  const scheme = `ring ${number}`
  let last = make({ joinedAt: startOf(dice), scheme, email: `ring${number}@mail.example` })
  for (let count = dice.between(1, 5); count > 0; count -= 1) {
    const joinedAt = last.joinedAt + dice.between(3 * MINUTE_MS, 12 * HOUR_MS)
    const parts = partsOf(dice, last, 2_000_000 + 10 * number + count)
    const sales = newSales(dice, joinedAt, dice.between(1, 3))
    last = make({ joinedAt, referrerId: last.id, scheme, ...parts, sales })
  }
}

/** Several people, each buying through the next one with another account of their own. */
const swapRing: Scheme = ({ dice, make }, number) => {
  const scheme = `swap ${number}`
  const size = dice.between(2, 6)
  const people = Array.from({ length: size }, (_, place) =>
    make({ joinedAt: startOf(dice), scheme, email: `swap${number}.${place}@mail.example` }),
  )
  for (const [place, first] of people.entries()) {
    const next = at(people, place + 1)
    const joinedAt = Math.max(first.joinedAt, next.joinedAt) + dice.between(HOUR_MS, 2 * DAY_MS)
    const parts = partsOf(dice, first, 3_000_000 + 10 * number + place)
    make({ joinedAt, referrerId: next.id, scheme, ...parts, sales: newSales(dice, joinedAt, dice.between(1, 3)) })
  }
}

/** Many accounts within hours, from a drawer of telephones. */
const massRegistration: Scheme = ({ dice, make }, number) => {
  const scheme = `mass ${number}`
  const start = startOf(dice)
  const first = make({ joinedAt: start - DAY_MS, scheme })
  const drawer = (kind: string, most: number): readonly string[] =>
    Array.from({ length: dice.between(1, most) }, (_, place) => `${kind} ${number} ${place}`)
  const [devices, payers, homes] = [drawer('phone', 4), drawer('wallet', 3), drawer('flat', 3)]
  const spanMs = dice.between(1, 24) * HOUR_MS
  for (let count = dice.between(12, 50); count > 0; count -= 1) {
    const joinedAt = start + dice.between(1, spanMs)
    const own = `mass ${number} ${count}`
    make({
      ...{ joinedAt, referrerId: first.id, scheme, devices: [dice.chance(85) ? dice.pick(devices) : own] },
      payers: [dice.chance(70) ? dice.pick(payers) : own],
      deliveries: [
        { home: dice.chance(80) ? dice.pick(homes) : own, phone: `135${10_000_000 + 100 * number + count}` },
      ],
      sales: dice.chance(50) ? newSales(dice, joinedAt, 1) : [],
    })
  }
}

/** A few who buy much and give most of it back, often after the commission was paid. */
const refundFarm: Scheme = ({ dice, make }, number) => {
  const scheme = `farm ${number}`
  const joinedAt = NOW - dice.between(40 * DAY_MS, 120 * DAY_MS)
  const first = make({ joinedAt, scheme })
  const percent = dice.between(60, 95)
  for (let count = dice.between(1, 4); count > 0; count -= 1) {
    const joining = joinedAt + dice.between(HOUR_MS, 5 * DAY_MS)
    const sales = Array.from({ length: dice.between(5, 12) }, () => {
      return saleOf(dice, dice.between(joining, NOW - 1), percent, 60)
    })
    const shared = dice.chance(50) ? { payers: first.payers } : {}
    make({ joinedAt: joining, referrerId: first.id, scheme, sales, ...shared })
  }
}

import { randomUUID } from 'node:crypto'
import type { AuditReport } from '@siyu/core/ledger'
import type { DueLotsDone } from '@siyu/core/points'
import { dueCases } from './aftersales/index.ts'
import { type SweptCampaigns, sweepCampaigns } from './campaigns/index.ts'
import { dueAnalytics, dueDeletions } from './compliance/index.ts'
import { dueNotices } from './coupons/index.ts'
import { dueGroupRefunds, dueTeams } from './groupbuys/index.ts'
import { dueCrossings, dueHolds } from './inventory/index.ts'
import type { Outcome } from './kernel/command.ts'
import type { Sql } from './kernel/database.ts'
import { each, eachBeside, type SweepPorts, throwAll } from './kernel/due.ts'
import { brandsToAudit, brandsToSeal } from './ledger/index.ts'
import { dueCommands, dueOrders } from './orders/index.ts'
import { chasePayments, chaseRefunds, endSharings, type PaymentProvider } from './payments/index.ts'
import {
  type DueCursor,
  type DuePage,
  dueBirthdays,
  dueExpiryNotices,
  expiredLots,
  startedLots,
} from './points/index.ts'
import { chasePayouts, chaseReturns, dueCommissions, forgetVisits, type PayoutProvider } from './referrals/index.ts'
import { type NewCommission, newCommissions } from './risk/index.ts'
import type { Server } from './server.ts'
import { dueBirthdayGifts, dueTiers } from './tiers/index.ts'
import { deliver, forgetDeliveries } from './webhooks/index.ts'

/** How many due rows one sweep takes; the rest waits for the next. */
const BATCH = 500
/** How long one sweep goes on with lots of points; the rest waits for the next. */
const LOTS_MS = 40_000
/** The most batches of members whose tiers one sweep looks at. */
const TIER_BATCHES = 10
/** The most batches of new commission one sweep looks at. */
const RISK_BATCHES = 10
/** How long an idempotency key is remembered. */
const KEY_LIFE_MS = 30 * 86_400_000

/** How many rows a sweep dealt with, by what it did. */
export type Swept = SweptCampaigns & {
  readonly cancelledCount: number
  /** Orders that count as received, and that are complete, because their time came. */
  readonly receivedCount: number
  readonly completedCount: number
  /** Lots of points that became spendable, and that ended. */
  readonly activatedCount: number
  readonly expiredCount: number
  /** Commissions that were looked at for the first time. */
  readonly assessedCount: number
  readonly releasedCount: number
  readonly noticedCount: number
  /** Members whose birthday brought points, and those whose tier gave them something for it. */
  readonly birthdayCount: number
  /** Payments whose end was learnt by asking their provider. */
  readonly askedCount: number
  readonly refundedCount: number
  /** Withdrawals of which their provider told something new. */
  readonly paidOutCount: number
  readonly reviewedCount: number
  /** Steps of deletions, and members the event store forgot. */
  readonly erasedCount: number
  /** After-sales cases that ended by themselves. */
  readonly closedCount: number
  /** Holds outside orders that were given back, and SKUs whose stock crossed its threshold. */
  readonly unheldCount: number
  readonly crossedCount: number
  /** Group buy teams that were filled or ended, and orders that were refunded for it. */
  readonly settledTeamCount: number
  readonly teamRefundCount: number
}

/**
 * Everything whose time has come. Nothing is remembered between runs: what is due is a column of its own row, so a
 * sweep that dies half-way is simply run again, and its commands carry keys made of what they are about. A row that
 * fails holds up no other: the rest is done first. @throws AggregateError of what failed
 */
export async function sweep(server: Server, providers: readonly PaymentProvider[]): Promise<Swept> {
  const errors: unknown[] = []
  const swept = await sweepAll(server, providers, errors)
  throwAll(errors)
  return swept
}

async function sweepAll(server: Server, providers: readonly PaymentProvider[], errors: unknown[]): Promise<Swept> {
  const { database } = server.engine
  const now = server.now()
  const orders = await sweepOrders(server, errors)
  const activatedCount = await eachLot(server, errors, startedLots, 'points.activateLots', now)
  const expiredCount = await eachLot(server, errors, expiredLots, 'points.expireLots', now)
  const untold = await dueExpiryNotices(database, now, BATCH)
  const toldCount = await each(errors, untold, ({ brandId, memberId }) =>
    server.run(brandId, 'points.notify', { memberId }, `notify-points:${memberId}:${now}`),
  )
  const assessedCount = await assessNew(server, errors)
  const released = await releaseDue(server, errors)
  const notices = await dueNotices(database, now, BATCH)
  const coupons = await each(errors, notices, ({ brandId, memberId, couponId }) =>
    server.run(brandId, 'coupons.notify', { memberId, couponId }, `notify:${couponId}:${now}`),
  )
  const birthdays = await dueBirthdays(database, now, BATCH)
  const credited = await each(errors, birthdays, ({ brandId, memberId }) =>
    server.run(brandId, 'points.creditBirthday', { memberId }, `birthday:${memberId}:${now}`),
  )
  const presents = await dueBirthdayGifts(database, now, BATCH)
  const given = await each(errors, presents, ({ brandId, memberId }) =>
    server.run(brandId, 'tiers.celebrate', { memberId }, `celebrate:${memberId}:${now}`),
  )
  const erasedCount = await eraseEach(server, errors)
  const askedCount = await chasePayments(portsOf(server), providers, errors)
  const refundedCount = await chaseRefunds(portsOf(server), providers, errors)
  const payouts = providers.flatMap((provider) => provider.payouts ?? [])
  const paidOutCount = await payOut(server, payouts, errors)
  const cases = await dueCases(database, now, BATCH)
  const closedCount = await each(errors, cases, ({ brandId, caseId }) =>
    server.run(brandId, 'aftersales.expire', { caseId }, `close:${caseId}:${now}`),
  )
  const noticedCount = toldCount + coupons
  const reviewedCount = await reviewTiers(server, errors)
  const shelves = await sweepShelves(server, errors)
  const teams = await sweepTeams(server, errors)
  const campaigns = await sweepCampaigns(portsOf(server), errors, BATCH)
  return {
    ...shelves,
    ...teams,
    ...campaigns,
    ...orders,
    activatedCount,
    expiredCount,
    assessedCount,
    releasedCount: released,
    noticedCount,
    birthdayCount: credited + given,
    askedCount,
    refundedCount,
    paidOutCount,
    reviewedCount,
    erasedCount,
    closedCount,
  }
}

/** Commission that is to go out, then what of it is to come back, then what is left of payments it went out of. */
async function payOut(server: Server, payouts: readonly PayoutProvider[], errors: unknown[]): Promise<number> {
  const paidOutCount = await chasePayouts(portsOf(server), payouts, errors)
  await chaseReturns(portsOf(server), payouts, errors)
  await endSharings(portsOf(server), payouts, errors)
  return paidOutCount
}

type SweptOrders = Pick<Swept, 'cancelledCount' | 'receivedCount' | 'completedCount'>

/** Orders nobody paid, then those nobody said anything about since they were sent or received. */
async function sweepOrders(server: Server, errors: unknown[]): Promise<SweptOrders> {
  const now = server.now()
  const counts: number[] = []
  for (const command of dueCommands) {
    const orders = await dueOrders(server.engine.database, command, now, BATCH)
    // Keys carry the moment: what was refused as not due yet must be asked again later.
    const count = await each(errors, orders, ({ brandId, orderId }) =>
      server.run(brandId, command, { orderId }, `${command}:${orderId}:${now}`),
    )
    counts.push(count)
  }
  const [cancelledCount = 0, receivedCount = 0, completedCount = 0] = counts
  return { cancelledCount, receivedCount, completedCount }
}

/**
 * Teams that are full or whose time is over, then the refunds of those that ended.
 * @throws AggregateError of what failed, after the others were settled
 */
export async function settleTeams(server: Server): Promise<void> {
  const errors: unknown[] = []
  await sweepTeams(server, errors)
  throwAll(errors)
}

async function sweepTeams(
  server: Server,
  errors: unknown[],
): Promise<Pick<Swept, 'settledTeamCount' | 'teamRefundCount'>> {
  const { database } = server.engine
  const now = server.now()
  const teams = await dueTeams(database, now, BATCH)
  const settledTeamCount = await each(errors, teams, ({ brandId, teamId }) =>
    server.run(brandId, 'groupbuys.settle', { teamId }, `team:${teamId}:${now}`),
  )
  const refunds = await dueGroupRefunds(database, BATCH)
  const teamRefundCount = await each(errors, refunds, ({ brandId, ...refund }) =>
    server.run(brandId, 'orders.refund', { ...refund, reason: '拼团未成功' }, `team-refund:${refund.orderId}:${now}`),
  )
  return { settledTeamCount, teamRefundCount }
}

/** Looks at commission that is new, batch after batch: marks of both sides first, so that they are compared. */
async function assessNew(server: Server, errors: unknown[]): Promise<number> {
  const now = server.now()
  const observed = new Map<string, Promise<Outcome>>()
  const observe = ({ brandId, orderId }: NewCommission, memberId: string): Promise<Outcome> => {
    const name = `${brandId} ${memberId}`
    const key = `observe:${memberId}:${orderId}:${now}`
    const known = observed.get(name) ?? server.run(brandId, 'risk.observe', { memberId }, key)
    observed.set(name, known)
    return known
  }
  const lookAt = async (found: NewCommission): Promise<Outcome> => {
    const { brandId, orderId, payeeId } = found
    for (const memberId of [payeeId, found.buyerId]) await observe(found, memberId)
    return server.run(brandId, 'risk.assess', { orderId, payeeId }, `assess:${orderId}:${payeeId}:${now}`)
  }
  let count = 0
  for (let batch = 0; batch < RISK_BATCHES; batch += 1) {
    const found = await newCommissions(server.engine.database, BATCH)
    const done = await eachBeside(errors, found, lookAt)
    count += done
    if (found.length < BATCH || done === 0) return count
  }
  return count
}

/** Releases commission whose window is over, each right after it was looked at again: what is held then is not. */
async function releaseDue(server: Server, errors: unknown[]): Promise<number> {
  const now = server.now()
  const commissions = await dueCommissions(server.engine.database, now, BATCH)
  return eachBeside(errors, commissions, async ({ brandId, orderId, payeeId }) => {
    const assessed = await server.run(brandId, 'risk.assess', { orderId, payeeId }, `due:${orderId}:${payeeId}:${now}`)
    if (assessed.kind !== 'done') return assessed
    if ((assessed.output as { readonly isHeld: boolean }).isHeld) return undefined
    return server.run(brandId, 'referrals.release', { orderId, payeeId }, `release:${orderId}:${payeeId}:${now}`)
  })
}

/** Holds whose time is over, then what crossed its threshold, also by that. */
async function sweepShelves(server: Server, errors: unknown[]): Promise<Pick<Swept, 'unheldCount' | 'crossedCount'>> {
  const { database } = server.engine
  const now = server.now()
  const holds = await dueHolds(database, now, BATCH)
  const unheldCount = await each(errors, holds, ({ brandId, holdId }) =>
    server.run(brandId, 'inventory.expireHold', { holdId }, `unhold:${holdId}:${now}`),
  )
  const crossings = await dueCrossings(database, BATCH)
  const crossedCount = await each(errors, crossings, ({ brandId, skuId, number }) =>
    server.run(brandId, 'inventory.noteCrossing', { skuId }, `cross:${skuId}:${number}:${now}`),
  )
  return { unheldCount, crossedCount }
}

/** Whole clubs come due in one night, so it goes on while there are many, for a few batches. */
async function reviewTiers(server: Server, errors: unknown[]): Promise<number> {
  const now = server.now()
  let count = 0
  for (let batch = 0; batch < TIER_BATCHES; batch += 1) {
    const members = await dueTiers(server.engine.database, now, BATCH)
    // The version is in the key: who has much to catch up with comes again in the next batch.
    const done = await each(errors, members, ({ brandId, memberId, version }) =>
      server.run(brandId, 'tiers.review', { memberId }, `review:${memberId}:${version}:${now}`),
    )
    count += done
    if (members.length < BATCH || done === 0) return count
  }
  return count
}

/**
 * Asks the providers for every refund they still owe. Asking twice is safe: each carries its own id.
 * @throws AggregateError of what failed, after the others were asked
 */
export async function payRefunds(server: Server, providers: readonly PaymentProvider[]): Promise<number> {
  const errors: unknown[] = []
  const count = await chaseRefunds(portsOf(server), providers, errors)
  throwAll(errors)
  return count
}

/** Deletions go their next step; who is erased here is then erased from the event store, which may be asked twice. */
async function eraseEach(server: Server, errors: unknown[]): Promise<number> {
  const { database } = server.engine
  const now = server.now()
  const steps = await dueDeletions(database, now, BATCH)
  const stepCount = await each(errors, steps, ({ brandId, ...deletion }) =>
    server.run(brandId, 'compliance.advance', deletion, `delete:${deletion.requestId}:${now}`),
  )
  const erased = await dueAnalytics(database, BATCH)
  const forgottenCount = await each(errors, erased, async ({ brandId, ...deletion }) => {
    await server.events.erase(brandId, deletion.memberId)
    return server.run(brandId, 'compliance.noteAnalytics', deletion, `forget:${deletion.requestId}`)
  })
  return stepCount + forgottenCount
}

function portsOf({ engine, now, run }: Server): SweepPorts {
  return { sql: engine.database, now, run }
}

/** Seals of one brand in one run at most; what is left waits for the next. */
const MAX_SEALS = 50

/** Seals what was posted and published, brand by brand. Gives back how many seals were made. */
export async function sealLedgers(server: Server): Promise<number> {
  let count = 0
  for (const brandId of await brandsToSeal(server.engine.database, BATCH)) {
    for (let number = 0; number < MAX_SEALS; number += 1) {
      // Every try is a seal of its own: what it covers is only known when it is made.
      const outcome = await server.run(brandId, 'ledger.seal', {}, `seal:${randomUUID()}`)
      if (outcome.kind !== 'done') break
      count += 1
    }
  }
  return count
}

/**
 * Audits the ledger of every brand.
 * @throws AggregateError of a line per difference, after all brands were looked at
 */
export async function auditLedgers(server: Server): Promise<void> {
  const errors: Error[] = []
  for (const brandId of await brandsToAudit(server.engine.database)) {
    const outcome = await server.run(brandId, 'ledger.audit', {}, '')
    if (outcome.kind !== 'done') continue
    const { differences } = outcome.output as AuditReport
    errors.push(...differences.map((each) => new Error(`ledger of ${brandId}: ${JSON.stringify(each)}`)))
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} differences in the ledger`)
}

/** Sends what endpoints are to be told; gives back how many deliveries arrived. */
export async function deliverWebhooks({ engine, now, run, sending }: Server): Promise<number> {
  return deliver({ sql: engine.database, now, run, ...sending })
}

/** Forgets keys and visits that are older than they are kept, and codes nobody can use any more. */
export async function forgetKeys(server: Server): Promise<void> {
  await server.engine.database.execute({
    text: 'delete from sign_in_codes where expires_at < $1',
    values: [server.now()],
  })
  await server.engine.database.execute({
    text: 'delete from requests where at < $1',
    values: [server.now() - KEY_LIFE_MS],
  })
  await forgetDeliveries(server.engine.database, server.now())
  await forgetVisits(server.engine.database, server.now())
}

/** Makes the days of events that are ahead and drops those whose time is over. */
export async function keepEvents({ events, now, eventRetentionDays }: Server): Promise<void> {
  await events.keep({ now: now(), retentionDays: eventRetentionDays })
}

type FindLots = (sql: Sql, now: number, after: DueCursor | null) => Promise<DuePage>

/**
 * Walks over due lots, a batch of one brand to a command, until there are none or the time is over. What fails is left
 * behind and found again by the next sweep. Returns how many lots were dealt with.
 */
async function eachLot(
  server: Server,
  errors: unknown[],
  find: FindLots,
  endpoint: 'points.expireLots' | 'points.activateLots',
  now: number,
): Promise<number> {
  const until = performance.now() + LOTS_MS
  let [count, after]: [number, DueCursor | null] = [0, null]
  do {
    const page: DuePage = await find(server.engine.database, now, after)
    for (const { brandId, lots } of page.batches) {
      const key = `${endpoint}:${lots[0]?.lotId}:${lots.at(-1)?.lotId}:${now}`
      const outcome = await server.run(brandId, endpoint, { lots }, key).catch((error: unknown) => {
        errors.push(error)
        return undefined
      })
      if (outcome?.kind === 'done') count += (outcome.output as DueLotsDone).lotCount
    }
    after = page.next
  } while (after !== null && performance.now() < until)
  return count
}

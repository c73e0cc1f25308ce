import { dueAnalytics, dueDeletions } from './compliance/index.ts'
import { dueNotices } from './coupons/index.ts'
import type { Outcome } from './kernel/command.ts'
import { dueOrders } from './orders/index.ts'
import { type OpenRefund, openRefunds, type PaymentProvider } from './payments/index.ts'
import { dueLots } from './points/index.ts'
import { dueCommissions } from './referrals/index.ts'
import type { Server } from './server.ts'

/** How many due rows one sweep takes; the rest waits for the next. */
const BATCH = 500
/** How long an idempotency key is remembered. */
const KEY_LIFE_MS = 30 * 86_400_000

/** How many rows a sweep dealt with, by what it did. */
export type Swept = {
  readonly cancelledCount: number
  readonly expiredCount: number
  readonly releasedCount: number
  readonly noticedCount: number
  readonly refundedCount: number
  /** Steps of deletions, and members the event store forgot. */
  readonly erasedCount: number
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
  // Keys carry the moment: what was refused as not due yet must be asked again later.
  const orders = await dueOrders(database, now, BATCH)
  const cancelled = await each(errors, orders, ({ brandId, orderId }) =>
    server.run(brandId, 'orders.expire', { orderId }, `expire:${orderId}:${now}`),
  )
  const lots = await dueLots(database, now, BATCH)
  const expired = await each(errors, lots, ({ brandId, memberId, lotId }) =>
    server.run(brandId, 'points.expireLot', { memberId, lotId }, `expire:${lotId}:${now}`),
  )
  const commissions = await dueCommissions(database, now, BATCH)
  const released = await each(errors, commissions, ({ brandId, orderId, payeeId }) =>
    server.run(brandId, 'referrals.release', { orderId, payeeId }, `release:${orderId}:${payeeId}:${now}`),
  )
  const notices = await dueNotices(database, now, BATCH)
  const noticedCount = await each(errors, notices, ({ brandId, memberId, couponId }) =>
    server.run(brandId, 'coupons.notify', { memberId, couponId }, `notify:${couponId}:${now}`),
  )
  const erasedCount = await eraseEach(server, errors)
  const refundedCount = await payEach(server, providers, errors)
  const counts = { noticedCount, refundedCount, erasedCount }
  return { cancelledCount: cancelled, expiredCount: expired, releasedCount: released, ...counts }
}

/**
 * Asks the providers for every refund they still owe. Asking twice is safe: each carries its own id.
 * @throws AggregateError of what failed, after the others were asked
 */
export async function payRefunds(server: Server, providers: readonly PaymentProvider[]): Promise<number> {
  const errors: unknown[] = []
  const count = await payEach(server, providers, errors)
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

async function payEach(server: Server, providers: readonly PaymentProvider[], errors: unknown[]): Promise<number> {
  const names = providers.map(({ name }) => name)
  let [count, last]: [number, OpenRefund | undefined] = [0, undefined]
  // Page by page, so that many that keep failing do not stand in the way of newer ones.
  for (;;) {
    const open: readonly OpenRefund[] = await openRefunds(server.engine.database, names, last, BATCH)
    count += await each(errors, open, (refund) => payOne(server, providers, refund))
    last = open.at(-1)
    if (open.length < BATCH) return count
  }
}

async function payOne(
  server: Server,
  providers: readonly PaymentProvider[],
  { brandId, paymentId, refundId, amountMinor, provider }: OpenRefund,
): Promise<Outcome | undefined> {
  const service = providers.find(({ name }) => name === provider)
  await service?.refund({ paymentId, refundId, amountMinor })
  return server.run(brandId, 'payments.noteRefund', { paymentId, refundId }, `refund:${refundId}`)
}

/** Forgets idempotency keys that are older than they are promised to live, and codes nobody can use any more. */
export async function forgetKeys(server: Server): Promise<void> {
  await server.engine.database.execute({
    text: 'delete from sign_in_codes where expires_at < $1',
    values: [server.now()],
  })
  await server.engine.database.execute({
    text: 'delete from requests where at < $1',
    values: [server.now() - KEY_LIFE_MS],
  })
}

async function each<T>(
  errors: unknown[],
  rows: readonly T[],
  work: (row: T) => Promise<Outcome | undefined>,
): Promise<number> {
  let count = 0
  for (const row of rows) {
    const outcome = await work(row).catch((error: unknown) => {
      errors.push(error)
      return undefined
    })
    if (outcome?.kind === 'done') count += 1
  }
  return count
}

function throwAll(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} due rows could not be dealt with`)
}

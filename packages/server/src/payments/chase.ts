import type { Outcome } from '../kernel/command.ts'
import type { Sql } from '../kernel/database.ts'
import { commandOf, recordNotice } from './notices.ts'
import { type PaymentProvider, type ProviderStatus, providerOf } from './provider.ts'
import { type OpenRefund, openRefunds, type SilentPayment, silentPayments } from './sweep.ts'

/** How many rows are looked at together. */
const PAGE = 500

/** What going after payments needs of the server. */
export type ChasePorts = {
  readonly sql: Sql
  readonly now: () => number
  readonly run: (brandId: string, endpoint: string, input: unknown, key: string) => Promise<Outcome>
}

/** Tells of what failed for one row, so that the others are gone after all the same. */
export type Failed = (error: unknown) => void

/** Asks the providers for every refund they still owe. Asking twice is safe: each carries its own id. */
export async function chaseRefunds(
  ports: ChasePorts,
  providers: readonly PaymentProvider[],
  failed: Failed,
): Promise<number> {
  const names = providers.map(({ name }) => name)
  return walk<OpenRefund>(
    (last) => openRefunds(ports.sql, names, last, PAGE),
    (refund) => refundOne(ports, providers, refund),
    failed,
  )
}

async function refundOne(
  ports: ChasePorts,
  providers: readonly PaymentProvider[],
  refund: OpenRefund,
): Promise<boolean> {
  const { brandId, paymentId, refundId } = refund
  const status = await providerOf(providers, brandId, refund.provider)?.refund(refund)
  const command = status === undefined ? undefined : commandOf({ kind: 'refund', paymentId, refundId, status })
  return command !== undefined && (await ports.run(brandId, ...command)).kind === 'done'
}

/**
 * Asks the providers about every payment of which nothing was heard, as its notification may be lost. One whose order
 * does not want it any more is closed, so that nobody pays it by mistake.
 */
export async function chasePayments(
  ports: ChasePorts,
  providers: readonly PaymentProvider[],
  failed: Failed,
): Promise<number> {
  const names = providers.map(({ name }) => name)
  return walk<SilentPayment>(
    (last) => silentPayments(ports.sql, names, ports.now(), last, PAGE),
    (payment) => askOne(ports, providers, payment, failed),
    failed,
  )
}

async function askOne(
  ports: ChasePorts,
  providers: readonly PaymentProvider[],
  payment: SilentPayment,
  onFault: Failed,
): Promise<boolean> {
  const { brandId, paymentId } = payment
  const provider = providerOf(providers, brandId, payment.provider)
  if (provider === undefined) return false
  const status = await stateOf(provider, payment)
  if (status.outcome === 'pending') return false
  return recordNotice({ run: ports.run, onFault }, brandId, { kind: 'payment', paymentId, status })
}

/** Asked before it is closed: closing fails for what was paid meanwhile, and then it is asked again next time. */
async function stateOf(provider: PaymentProvider, payment: SilentPayment): Promise<ProviderStatus> {
  const status = await provider.query(payment)
  if (status.outcome !== 'pending' || payment.isWanted) return status
  await provider.close(payment)
  return { outcome: 'closed' }
}

/** Page by page, so that many that keep failing do not stand in the way of newer ones. */
async function walk<T>(
  next: (last: T | undefined) => Promise<readonly T[]>,
  work: (row: T) => Promise<boolean>,
  failed: Failed,
): Promise<number> {
  let [count, last]: [number, T | undefined] = [0, undefined]
  for (;;) {
    const rows: readonly T[] = await next(last)
    for (const row of rows) {
      const isDone = await work(row).catch((error: unknown) => {
        failed(error)
        return false
      })
      if (isDone) count += 1
    }
    last = rows.at(-1)
    if (rows.length < PAGE) return count
  }
}

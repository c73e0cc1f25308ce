import type { Outcome } from '../kernel/command.ts'
import { eachPage, type SweepPorts } from '../kernel/due.ts'
import { namesOf, providerOf } from '../kernel/provider.ts'
import { commandOf, recordNotice } from './notices.ts'
import type { PaymentProvider, ProviderStatus } from './provider.ts'
import { type OpenRefund, openRefunds, type SilentPayment, silentPayments } from './sweep.ts'

/** Asks the providers for every refund they still owe. Asking twice is safe: each carries its own id. */
export async function chaseRefunds(
  ports: SweepPorts,
  providers: readonly PaymentProvider[],
  errors: unknown[],
): Promise<number> {
  return eachPage<OpenRefund>(
    errors,
    (last, limit) => openRefunds(ports.sql, namesOf(providers), last, limit),
    (refund) => refundOne(ports, providers, refund),
  )
}

async function refundOne(
  ports: SweepPorts,
  providers: readonly PaymentProvider[],
  refund: OpenRefund,
): Promise<Outcome | undefined> {
  const { brandId, paymentId, refundId } = refund
  const status = await providerOf(providers, brandId, refund.provider)?.refund(refund)
  const command = status === undefined ? undefined : commandOf({ kind: 'refund', paymentId, refundId, status })
  return command && ports.run(brandId, ...command)
}

/**
 * Asks the providers about every payment of which nothing was heard, as its notification may be lost. One whose order
 * does not want it any more is closed, so that nobody pays it by mistake.
 */
export async function chasePayments(
  ports: SweepPorts,
  providers: readonly PaymentProvider[],
  errors: unknown[],
): Promise<number> {
  return eachPage<SilentPayment>(
    errors,
    (last, limit) => silentPayments(ports.sql, namesOf(providers), ports.now(), last, limit),
    (payment) => askOne(ports, providers, payment, errors),
  )
}

async function askOne(
  ports: SweepPorts,
  providers: readonly PaymentProvider[],
  payment: SilentPayment,
  errors: unknown[],
): Promise<boolean> {
  const { brandId, paymentId } = payment
  const provider = providerOf(providers, brandId, payment.provider)
  if (provider === undefined) return false
  const status = await stateOf(provider, payment)
  if (status.outcome === 'pending') return false
  const onFault = (error: unknown): void => void errors.push(error)
  return recordNotice({ run: ports.run, onFault }, brandId, { kind: 'payment', paymentId, status })
}

/** Asked before it is closed: closing fails for what was paid meanwhile, and then it is asked again next time. */
async function stateOf(provider: PaymentProvider, payment: SilentPayment): Promise<ProviderStatus> {
  const status = await provider.query(payment)
  if (status.outcome !== 'pending' || payment.isWanted) return status
  await provider.close(payment)
  return { outcome: 'closed' }
}

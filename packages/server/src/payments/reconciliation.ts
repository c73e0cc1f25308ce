import { type Endpoint, refuse } from '@siyu/core/kernel'
import { type ReconcileInput, reconcile, reconcilePayments } from '@siyu/core/payments'
import type { Call } from '../kernel/call.ts'
import type { Engine, Outcome, Route } from '../kernel/command.ts'
import { providerOf } from '../kernel/provider.ts'
import { read } from '../kernel/read.ts'
import { loadBookedPayments, loadBookedRefunds } from './books.ts'
import type { PaymentProvider, StatementLine } from './provider.ts'

/** How far beyond the span the provider's books are read: a notification may be a day behind the money. */
const MARGIN_MS = 86_400_000

/** Compares a provider's statement with our payments: a call to the outside, then one read. */
export function reconciliationRoute(providers: readonly PaymentProvider[]): Route {
  return {
    endpoint: reconcilePayments as unknown as Endpoint,
    run: async (engine, call, raw) => {
      const input = raw as ReconcileInput
      const provider = providerOf(providers, call.brandId, input.provider)
      if (provider === undefined) return refused
      const statement = input.statement ?? (await statementOf(provider, call, input).catch(() => undefined))
      if (statement === undefined) return { kind: 'busy' }
      return { kind: 'done', output: await compare(engine, call, input, statement), replayed: false, dryRun: false }
    },
  }
}

const missing = refuse('provider_missing')
const refused: Outcome = { kind: 'refused', refusal: missing.refusal, replayed: false }

function statementOf(provider: PaymentProvider, { brandId, now }: Call, { fromAt, untilAt }: ReconcileInput) {
  const until = Math.max(untilAt, Math.min(untilAt + MARGIN_MS, now))
  return provider.statement({ brandId, fromAt: Math.max(0, fromAt - MARGIN_MS), untilAt: until })
}

async function compare(
  { database }: Engine,
  call: Call,
  input: ReconcileInput,
  statement: readonly Omit<StatementLine, 'kind'>[],
) {
  const theirs = statement.map((line) => ({ ...line, orderId: null }))
  const refundIds = statement.flatMap(({ refundId }) => (refundId === null ? [] : [refundId]))
  const { facts } = await read(database, {
    payments: loadBookedPayments(call, input, [...new Set(statement.map(({ paymentId }) => paymentId))]),
    refunds: loadBookedRefunds(call, input, refundIds),
  })
  return reconcile({ ...input, theirs, ours: [...facts.payments, ...facts.refunds] })
}

import type { Endpoint } from '@siyu/core/kernel'
import { type CreatePaymentInput, create, createPayment, type Payment, testProvider } from '@siyu/core/payments'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Engine, type Route } from '../kernel/command.ts'
import { providerOf } from '../kernel/provider.ts'
import { read } from '../kernel/read.ts'
import { loadOwnOrder, memberOfMembership } from '../orders/index.ts'
import { loadSpend } from '../points/index.ts'
import { loadMarks, markWrites } from '../risk/index.ts'
import { loadTierFacts, tierFacts } from '../tiers/index.ts'
import { createdPayment } from './after.ts'
import { type PaymentProvider, ProviderDeclined, type ProviderOpened } from './provider.ts'
import { loadEarnings, saleOf } from './sale.ts'

/** The longest text a payer is shown of what is bought: providers cut or refuse longer ones. */
const DESCRIPTION_LENGTH = 40

/**
 * Sets out to pay: first the payment is recorded, then the provider is told of it under its id. Should the second fail,
 * the caller comes again with the same key, and the provider is told the same thing again.
 */
export function openingRoute(providers: readonly PaymentProvider[], noteRoute: Route): Route {
  const record = recordRoute(providers)
  return {
    endpoint: createPayment as unknown as Endpoint,
    run: async (engine, call, raw, options) => {
      const outcome = await record.run(engine, call, raw, options)
      if (outcome.kind !== 'done') return outcome
      const payment = outcome.output as Payment
      const provider = providerOf(providers, call.brandId, payment.provider)
      const isOpen = payment.status === 'pending' && provider !== undefined && !outcome.dryRun
      if (!isOpen) return { ...outcome, output: { ...payment, action: null } }
      const opened = await tell(engine, call, provider, payment, raw as CreatePaymentInput)
      if (opened === 'later') return { kind: 'busy' }
      await noteOpened(engine, call, noteRoute, payment, opened)
      if (opened === 'declined') return { ...outcome, output: { ...payment, status: 'failed', action: null } }
      return { ...outcome, output: { ...payment, action: opened.action } }
    },
  }
}

function recordRoute(providers: readonly PaymentProvider[]): Route {
  return command(createPayment, {
    load: (call, { orderId }) => ({
      order: loadOwnOrder(call, memberOf(call), orderId),
      spend: loadSpend(call, memberOf(call), orderId),
      ...loadEarnings(call, memberOf(call), orderId),
      ...loadTierFacts(call, memberOfMembership(call, orderId)),
      marks: loadMarks(call, memberOf(call)),
    }),
    decide: (rows, input, call) => {
      const { newId, now } = call
      const sale = saleOf(rows, newId('lot'), tierFacts(rows, call))
      const provider = nameOf(providers, input.provider, call)
      const sharesProfit = sharesOf(providers, call.brandId, provider)
      return create({ paymentId: newId('pay'), provider, sale, sharesProfit, now })
    },
    reply: (events, _facts, _input, { now }) => ({ ...createdPayment(events, now), action: null }),
    // Kept as a hash, so that two accounts that pay from one can be told; the provider gets it as it is.
    personal: (_events, { marks }, { payer }, call) =>
      payer === undefined ? [] : markWrites(call, memberOf(call), marks, [{ kind: 'payer', text: payer }]),
  })
}

/** The provider that was asked for, or the shop's first. A shop that has none has the test provider. */
function nameOf(
  providers: readonly PaymentProvider[],
  wanted: string | undefined,
  { brandId }: Call,
): string | undefined {
  const own = providers.filter((each) => (each.brandId ?? brandId) === brandId).map(({ name }) => name)
  const names = own.length === 0 ? [testProvider] : own
  return wanted === undefined ? names[0] : names.find((name) => name === wanted)
}

/** Whether this provider pays commission out of payments. */
function sharesOf(providers: readonly PaymentProvider[], brandId: string, name: string | undefined): boolean {
  return name !== undefined && providerOf(providers, brandId, name)?.payouts?.shares !== undefined
}

type Told = ProviderOpened | 'declined' | 'later'

/** Tells the provider. */
async function tell(
  engine: Engine,
  call: Call,
  provider: PaymentProvider,
  payment: Payment,
  { method, payer }: CreatePaymentInput,
): Promise<Told> {
  const loads = { order: loadOwnOrder(call, memberOf(call), payment.orderId) }
  const { order } = (await read(engine.database, loads)).facts
  if (order === undefined) throw new Error(`no order of payment ${payment.id}`)
  const { id: paymentId, orderId, amountMinor, at } = payment
  const { currency, paymentDueAt: expiresAt, lines, uplines } = order
  const description = (lines[0]?.line.title.zh ?? orderId).slice(0, DESCRIPTION_LENGTH)
  try {
    return await provider.create({
      ...{ brandId: call.brandId, paymentId, orderId, amountMinor, currency, reference: null, at },
      ...{ description, expiresAt, method, payer, isShared: uplines.length > 0 },
    })
  } catch (error) {
    return error instanceof ProviderDeclined ? 'declined' : 'later'
  }
}

/** Keeps what came of it: the provider's own number, under which it is asked about the payment, or that it failed. */
async function noteOpened(
  engine: Engine,
  call: Call,
  noteRoute: Route,
  { id: paymentId, amountMinor }: Payment,
  opened: ProviderOpened | 'declined',
): Promise<void> {
  const reference = opened === 'declined' ? undefined : (opened.reference ?? undefined)
  if (opened !== 'declined' && reference === undefined) return
  const outcome = opened === 'declined' ? 'failed' : 'opened'
  const system: Call = { ...call, principal: { kind: 'system' }, key: `${outcome}:${paymentId}:${reference}` }
  await noteRoute.run(engine, system, { paymentId, outcome, amountMinor, reference }, { dryRun: false })
}

import { isSiyuError, SiyuError } from '@siyu/core/kernel'
import type { CheckoutInput, Order } from '@siyu/core/orders'
import type { Payment } from '@siyu/core/payments'
import type { Place, Quote } from '@siyu/core/pricing'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { KeyedCall } from './intents.ts'
import { createListeners } from './listeners.ts'
import { aroundOrders, keepOrder, readOrder } from './orders.ts'
import { useSiyuContext } from './provider.tsx'
import { siyuQueries } from './queries.ts'
import type { Shop } from './shop.ts'

/** How far the checkout is. */
export type CheckoutStep =
  | { readonly step: 'idle' }
  | { readonly step: 'submitting' }
  /** The order stands and waits for its payment, which is watched until it ends. */
  | { readonly step: 'paying'; readonly order: Order; readonly payment: Payment }
  | { readonly step: 'paid'; readonly order: Order }
  /** `order` is there when the order was placed and only its payment failed. */
  | { readonly step: 'failed'; readonly error: SiyuError; readonly order: Order | null }

/** What the shopper was shown: a quote with its gifts, or the sum alone when gifts that run out need not be told of. */
export type ShownPrice = Pick<Quote, 'payableMinor' | 'lines'> | number

/** What a checkout says beside what was shown: where it goes to, a wish, an invoice, and what stored value pays. */
export type CheckoutTerms = Pick<CheckoutInput, 'storedValueMinor' | 'addressId' | 'note' | 'invoice'>

/** What can be done; each resolves to the step that is reached and never rejects. */
export type CheckoutActions = {
  /**
   * Turns the cart into an order at the price and with the gifts the shopper was shown, and sets out to pay what stored
   * value does not.
   */
  readonly submit: (shown: ShownPrice, terms?: CheckoutTerms) => Promise<CheckoutStep>
  /** Sets out to pay an order that was placed before. */
  readonly payOrder: (order: Order) => Promise<CheckoutStep>
  /** Goes on where it failed: the same order, never a second one. */
  readonly retry: () => Promise<CheckoutStep>
  /** Pays, or fails to pay, at the built-in test provider. */
  readonly simulate: (outcome: 'succeed' | 'fail') => Promise<CheckoutStep>
  readonly reset: () => void
}

export type CheckoutResult = CheckoutStep & CheckoutActions

/** How often a payment under way is asked about, beside live events, in milliseconds. */
export const paymentPollMs = 2_000

/** As many as a checkout can be told to expect, whose contract is not loaded for this; more are not told at all. */
const maxExpectedGifts = 100

/** One thing the shopper means to buy, kept over retries. */
type Intent = {
  readonly orderId: string
  readonly expected: Expected
  readonly terms: Terms
  order: Order | null
}

type Expected = Pick<CheckoutInput, 'expectedPayableMinor' | 'expectedGifts'>

/** Said at checkout as it is; what is not said is left out. */
type Terms = CheckoutTerms & { readonly place?: Place | undefined }

type Flow = Omit<CheckoutActions, 'submit'> & {
  readonly submit: (shown: ShownPrice, terms: Terms) => Promise<CheckoutStep>
  readonly step: () => CheckoutStep
  readonly subscribe: (listener: () => void) => () => void
  /** The payment has moved. */
  readonly follow: (payment: Payment) => void
}

/** The way from the cart to a paid order. Narrow on `step`. */
export function useCheckout(): CheckoutResult {
  const { shop, queries, queryClient, place } = useSiyuContext()
  const flow = useMemo(() => createFlow(shop), [shop])
  const step = useSyncExternalStore(flow.subscribe, flow.step, flow.step)
  const isPaying = step.step === 'paying'
  const { data: payment } = useQuery<Payment, SiyuError>(
    { ...queries.payment(isPaying ? step.payment.id : ''), enabled: isPaying, refetchInterval: paymentPollMs },
    queryClient,
  )
  useEffect(() => {
    if (isPaying && payment !== undefined) flow.follow(payment)
  }, [flow, isPaying, payment])
  const { payOrder, retry, simulate, reset } = flow
  const submit = useCallback<CheckoutActions['submit']>(
    (shown, terms) => flow.submit(shown, { ...terms, place }),
    [flow, place],
  )
  return { ...step, submit, payOrder, retry, simulate, reset }
}

function createFlow(shop: Shop): Flow {
  const { subscribe, tell } = createListeners()
  let step: CheckoutStep = { step: 'idle' }
  let intent: Intent | undefined
  let running: Promise<CheckoutStep> | undefined

  const reach = (reached: CheckoutStep): CheckoutStep => {
    step = reached
    tell()
    if (reached.step === 'paid') void readPaid(reached.order)
    return reached
  }
  /** The order as it was paid, for whoever shows or counts it; until it is read the one that was placed stands. */
  const readPaid = async (placed: Order): Promise<void> => {
    if (placed.paidAt !== null) return
    const order = await readOrder(shop, placed.id)
    if (order?.paidAt != null && step.step === 'paid' && step.order === placed) reach({ step: 'paid', order })
  }
  /** One attempt at a time: a second press waits for the first. */
  const run = (own: Intent, work: () => Promise<Payment>): Promise<CheckoutStep> => {
    running ??= attempt(shop, own, work).then((reached) => {
      running = undefined
      return intent === own ? reach(reached) : reached
    })
    return running
  }
  const start = (own: Intent): Promise<CheckoutStep> => {
    if (running === undefined) {
      intent = own
      reach({ step: 'submitting' })
    }
    return run(own, () => pay(shop, own))
  }
  return {
    step: () => step,
    subscribe,
    follow(payment) {
      if (intent?.order && step.step === 'paying' && payment.status !== 'pending') {
        reach(stepOf(shop, intent.order, payment))
      }
    },
    submit(shown, terms) {
      const orderId = intent?.order === null ? intent.orderId : shop.client.newId('ord')
      return start({ orderId, expected: expectedOf(shown), terms, order: null })
    },
    payOrder: (order) => start({ orderId: order.id, expected: expectedOf(order.payableMinor), terms: {}, order }),
    retry: async () => (intent === undefined ? step : start(intent)),
    async simulate(outcome) {
      if (intent === undefined || step.step !== 'paying') return step
      const input = { paymentId: step.payment.id, outcome }
      return run(intent, () =>
        keepPayment(shop, 'payments.simulate', input, (options) => shop.client.payments.simulate(input, options)),
      )
    },
    reset() {
      intent = undefined
      reach({ step: 'idle' })
    },
  }
}

function expectedOf(shown: ShownPrice): Expected {
  if (typeof shown === 'number') return { expectedPayableMinor: shown }
  const gifts = shown.lines.filter(({ giftOf }) => giftOf !== null)
  const expectedGifts = gifts.map(({ skuId, quantity }) => ({ skuId, quantity }))
  return { expectedPayableMinor: shown.payableMinor, ...(gifts.length <= maxExpectedGifts && { expectedGifts }) }
}

async function attempt(shop: Shop, intent: Intent, work: () => Promise<Payment>): Promise<CheckoutStep> {
  try {
    const payment = await work()
    return intent.order === null ? { step: 'idle' } : stepOf(shop, intent.order, payment)
  } catch (error) {
    return { step: 'failed', error: error as SiyuError, order: intent.order }
  }
}

function stepOf({ refresh }: Shop, order: Order, payment: Payment): CheckoutStep {
  if (payment.status === 'pending') return { step: 'paying', order, payment }
  refresh('order', ...aroundOrders)
  if (payment.status === 'succeeded') return { step: 'paid', order }
  return { step: 'failed', error: new SiyuError({ code: 'payment_failed', status: 402 }), order }
}

async function pay(shop: Shop, intent: Intent): Promise<Payment> {
  const { client } = shop
  const { orderId } = intent
  intent.order ??= await placeOrder(shop, intent)
  keepOrder(shop, intent.order)
  return keepPayment(shop, 'payments.create', { orderId }, (options) => client.payments.create({ orderId }, options))
}

/** Places the order. That it exists means an earlier try got through: its id was made here. */
async function placeOrder({ client, intents }: Shop, { orderId, expected, terms }: Intent): Promise<Order> {
  const { place, storedValueMinor = 0, ...wishes } = terms
  const paid = storedValueMinor > 0 && { storedValueMinor }
  const input = { orderId, ...expected, ...wishes, ...(place && { place }), ...paid }
  try {
    return await intents.run('orders.checkout', input, (options) => client.orders.checkout(input, options))
  } catch (error) {
    if (!isSiyuError(error, 'order_exists')) throw error
    return client.orders.get({ orderId })
  }
}

async function keepPayment(shop: Shop, name: string, input: object, call: KeyedCall<Payment>): Promise<Payment> {
  const payment = await shop.intents.run(name, input, call)
  shop.queryClient.setQueryData(siyuQueries(shop.client).payment(payment.id).queryKey, payment)
  return payment
}

import type { Siyu } from '@siyu/core'
import type {
  CorrectShipmentInput,
  IssueInvoiceInput,
  ListAllOrdersInput,
  NoteOrderInput,
  Order,
  OrderDetails,
  OrderIdInput,
  OrderSettings,
  RefundOrderInput,
  ShipOrderInput,
} from '@siyu/core/orders'
import type { SiyuMutation } from './admin.ts'
import type { KeyedCall } from './intents.ts'
import { type SiyuKey, staleTimesMs } from './keys.ts'
import { listQuery, type SiyuListQuery, type SiyuQuery } from './query-options.ts'

/** What an operator reads of orders. */
export type SiyuOrderQueries = {
  readonly listAll: (filter?: Omit<ListAllOrdersInput, 'cursor'>) => SiyuListQuery<Order>
  readonly detailsOf: (orderId: string) => SiyuQuery<OrderDetails>
  readonly settings: () => SiyuQuery<OrderSettings>
}

/** What an operator does with orders. */
export type SiyuOrderMutations = {
  readonly refund: () => SiyuMutation<RefundOrderInput, Order>
  readonly ship: () => SiyuMutation<ShipOrderInput, Order>
  readonly correctShipment: () => SiyuMutation<CorrectShipmentInput, Order>
  readonly complete: () => SiyuMutation<OrderIdInput, Order>
  readonly note: () => SiyuMutation<NoteOrderInput, OrderIdInput>
  readonly issueInvoice: () => SiyuMutation<IssueInvoiceInput, OrderIdInput>
  readonly saveSettings: () => SiyuMutation<OrderSettings, OrderSettings>
}

type Write = <Input, Output>(
  name: string,
  call: (input: Input, options: Parameters<KeyedCall<Output>>[0]) => Promise<Output>,
) => () => SiyuMutation<Input, Output>

type ReadOf = <T>(
  resource: string,
  staleTime: number,
  ask: (options: { readonly signal: AbortSignal }) => Promise<T>,
  params?: object,
) => SiyuQuery<T>

/** The reads of orders. */
export function orderQueries(
  { orders }: Siyu,
  keyOf: (resource: string, params: object) => SiyuKey,
  read: ReadOf,
): SiyuOrderQueries {
  const { balances, settings } = staleTimesMs
  return {
    listAll: (filter = {}) => listQuery(keyOf('orders.listAll', filter), filter, balances, orders.listAll),
    detailsOf: (orderId) =>
      read('orders.detailsOf', balances, (options) => orders.detailsOf({ orderId }, options), { orderId }),
    settings: () => read('orders.settings', settings, (options) => orders.settings({}, options)),
  }
}

/** The writes of orders. */
export function orderMutations({ orders }: Siyu, write: Write): SiyuOrderMutations {
  return {
    refund: write('orders.refund', orders.refund),
    ship: write('orders.ship', orders.ship),
    correctShipment: write('orders.correctShipment', orders.correctShipment),
    complete: write('orders.complete', orders.complete),
    note: write('orders.note', orders.note),
    issueInvoice: write('orders.issueInvoice', orders.issueInvoice),
    saveSettings: write('orders.saveSettings', orders.saveSettings),
  }
}

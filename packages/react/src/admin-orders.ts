import type { SiyuAdmin } from '@siyu/core/admin'
import type {
  CorrectShipmentInput,
  ImportedShipments,
  ImportShipmentsInput,
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
import type { AdminList, AdminMutation, AdminRead, AdminWrite } from './admin-kit.ts'
import { staleTimesMs } from './keys.ts'
import type { SiyuListQuery, SiyuQuery } from './query-options.ts'

/** What an operator reads of orders. */
export type OrderQueries = {
  readonly orders: {
    readonly listAll: (filter?: Omit<ListAllOrdersInput, 'cursor'>) => SiyuListQuery<Order>
    readonly detailsOf: (orderId: string) => SiyuQuery<OrderDetails>
    readonly settings: () => SiyuQuery<OrderSettings>
  }
}

/** What an operator does with orders. */
export type OrderMutations = {
  readonly orders: {
    readonly refund: () => AdminMutation<RefundOrderInput, Order>
    readonly ship: () => AdminMutation<ShipOrderInput, Order>
    readonly importShipments: () => AdminMutation<ImportShipmentsInput, ImportedShipments>
    readonly correctShipment: () => AdminMutation<CorrectShipmentInput, Order>
    readonly complete: () => AdminMutation<OrderIdInput, Order>
    readonly callOff: () => AdminMutation<OrderIdInput, Order>
    readonly note: () => AdminMutation<NoteOrderInput, OrderIdInput>
    readonly issueInvoice: () => AdminMutation<IssueInvoiceInput, OrderIdInput>
    readonly saveSettings: () => AdminMutation<OrderSettings, OrderSettings>
  }
}

export function orderQueries({ orders }: SiyuAdmin, read: AdminRead, list: AdminList): OrderQueries {
  const { balances, settings } = staleTimesMs
  return {
    orders: {
      listAll: (filter = {}) => list('orders.listAll', filter, balances, orders.listAll),
      detailsOf: (orderId) =>
        read('orders.detailsOf', balances, (options) => orders.detailsOf({ orderId }, options), { orderId }),
      settings: () => read('orders.settings', settings, (options) => orders.settings({}, options)),
    },
  }
}

export function orderMutations({ orders }: SiyuAdmin, write: AdminWrite): OrderMutations {
  return {
    orders: {
      refund: write('orders.refund', orders.refund),
      ship: write('orders.ship', orders.ship),
      importShipments: write('orders.importShipments', orders.importShipments),
      correctShipment: write('orders.correctShipment', orders.correctShipment),
      complete: write('orders.complete', orders.complete),
      callOff: write('orders.callOff', orders.callOff),
      note: write('orders.note', orders.note),
      issueInvoice: write('orders.issueInvoice', orders.issueInvoice),
      saveSettings: write('orders.saveSettings', orders.saveSettings),
    },
  }
}

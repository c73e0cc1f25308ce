import { sql } from 'kysely'
import { erasedOf, leaving, listsOf, type MemberPart } from '../compliance/index.ts'
import { one } from '../kernel/read.ts'
import { type OrderTables, orderSpecs } from './tables.ts'

const list = listsOf<OrderTables>(orderSpecs)

/** Orders on their way are waited for. Trade records are kept, by ids: E-Commerce Law art. 31. */
export const ordersPart: MemberPart = {
  concept: 'orders',
  lists: [
    // Not what the goods cost the shop, nor who else is paid for the order.
    list('orders', 'memberId', [
      ...(['id', 'status', 'currency', 'listMinor', 'payableMinor', 'refundedMinor', 'pointsCount'] as const),
      ...(['couponIds', 'shipping', 'taxes', 'placedAt', 'paidAt', 'shippedAt', 'receivedAt'] as const),
      ...(['completedAt', 'cancelledAt', 'origin', 'deposit', 'depositPaidAt', 'depositEnd'] as const),
    ]),
    list('orderLines', 'memberId', ['orderId', 'lineId', 'skuId', 'quantity', 'refundedCount', 'shippedCount', 'line']),
    list('orderNotes', 'memberId', ['orderId', 'id', 'by', 'at']),
    list('orderInvoices', 'memberId', ['orderId', 'kind', 'status', 'requestedAt', 'issuedAt']),
    list('orderAddresses', 'memberId', [
      ...(['orderId', 'name', 'phone', 'region', 'area', 'detail', 'postcode'] as const),
    ]),
    list('orderInvoiceParties', 'memberId', ['orderId', 'title', 'taxNumber', 'email', 'number', 'url']),
    list('orderShipments', 'memberId', ['orderId', 'id', 'lines', 'carrier', 'trackingNumber', 'at']),
    {
      name: 'orderRefunds',
      table: orderSpecs.orderRefunds,
      rows: (call, memberId) => sql`select order_id, id, at, refund - 'commissionMinor' as refund from order_refunds
        where brand_id = ${call.brandId} and member_id = ${memberId} order by at desc, id desc limit 10001`,
    },
  ],
  erased: [
    erasedOf(orderSpecs.orderAddresses, 'member_id', 'erasing'),
    erasedOf(orderSpecs.orderInvoiceParties, 'member_id', 'erasing'),
  ],
  leave: leaving(
    (call, memberId) => ({
      open: one(sql<{ readonly id: string }>`select id from orders where brand_id = ${call.brandId}
        and member_id = ${memberId} and status in ('created', 'deposited', 'paid', 'fulfilling', 'shipped', 'received')
        order by id limit 1`),
    }),
    ({ open }) => ({ blockedBy: open === undefined ? [] : ['order_open'] }),
  ),
}

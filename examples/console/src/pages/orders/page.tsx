import type { Order } from '@siyu/core/orders'
import { type ReactElement, useState } from 'react'
import { useSearchParams } from 'react-router'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { OrderDrawer } from './drawer.tsx'
import { askedBy, FilterBar, isAsking, type OrderFilter } from './filter.tsx'
import { OrderSettingsPanel } from './settings-form.tsx'
import { useShipmentFile } from './shipment-file.tsx'
import { OrderStatusTag } from './status.tsx'
import { orderWords } from './words.ts'

const PAGE_COUNT = 50

/** All orders of the brand; the open one is in the address. */
export function OrdersPage(): ReactElement {
  const say = useSay(orderWords)
  const { queries } = useAdmin()
  const [filter, setFilter] = useState<OrderFilter>({ status: 'any', text: '' })
  const list = useGrowingList(queries.orders.listAll({ limit: PAGE_COUNT, ...askedBy(filter) }))
  const file = useShipmentFile()
  const [search, setSearch] = useSearchParams()
  const open = list.data?.find(({ id }) => id === search.get('order'))
  return (
    <Page title={say('title')} note={say('note')} actions={file.action}>
      {file.outcome}
      <FilterBar filter={filter} onChange={setFilter} />
      <div className="card flush">
        <Loaded
          read={list}
          isEmpty={(items) => items.length === 0}
          empty={
            isAsking(filter) ? <Empty title={say('noneFound')} /> : <Empty title={say('none')}>{say('noneHint')}</Empty>
          }
        >
          {(items) => (
            <>
              <OrdersTable orders={items} onOpen={(order) => setSearch({ order })} />
              <ListFoot list={list} />
            </>
          )}
        </Loaded>
      </div>
      <OrderSettingsPanel />
      {open !== undefined && <OrderDrawer key={open.id} order={open} onClose={() => setSearch({})} />}
    </Page>
  )
}

type OrdersTableProps = { readonly orders: readonly Order[]; readonly onOpen: (orderId: string) => void }

function OrdersTable({ orders, onOpen }: OrdersTableProps): ReactElement {
  const say = useSay(orderWords)
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('order')}</th>
            <th>{say('goods')}</th>
            <th className="optional">{say('member')}</th>
            <th>{say('status')}</th>
            <th className="number">{say('amount')}</th>
            <th className="number">{say('refunded')}</th>
            <th>{say('placed')}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function OrderRow({ order, onOpen }: { readonly order: Order; readonly onOpen: (orderId: string) => void }) {
  const { money, dateTime } = useFormat()
  const { id, memberId, currency, payableMinor, refundedMinor, placedAt } = order
  return (
    <tr className="clickable" data-testid="order-row" data-order-id={id} onClick={() => onOpen(id)}>
      <td>
        <button type="button" className="link" title={id}>
          <code>{shortId(id)}</code>
        </button>
      </td>
      <td className="clip">
        <Goods order={order} />
      </td>
      <td className="optional">
        <code title={memberId}>{shortId(memberId)}</code>
      </td>
      <td>
        <OrderStatusTag order={order} />
      </td>
      <td className="number">{money(payableMinor, currency)}</td>
      <td className="number">{refundedMinor === 0 ? '–' : money(refundedMinor, currency)}</td>
      <td>{dateTime(placedAt)}</td>
    </tr>
  )
}

function Goods({ order }: { readonly order: Order }): ReactElement {
  const say = useSay(orderWords)
  const pick = usePick()
  const count = order.lines.reduce((sum, { line }) => sum + line.quantity, 0)
  const first = order.lines[0]
  const title = first === undefined ? '' : pick(first.line.title)
  return <>{say(order.lines.length > 1 ? 'goodsMore' : 'goodsOne', { title, count })}</>
}

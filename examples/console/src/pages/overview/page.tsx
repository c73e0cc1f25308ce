import type { Order } from '@siyu/core/orders'
import { type ReactElement, useMemo } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { type GrowingList, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { Tile } from '../../ui/tile.tsx'
import { bestSellers, memberFigures, orderFigures, shareBps } from './figures.ts'
import { SalesChart } from './sales-chart.tsx'
import { overviewWords } from './words.ts'

/** The most one page of a list gives; every figure here says how many it covers. */
const COVERED_COUNT = 100
const BEST_SELLERS_SHOWN = 8

/** How the shop does, as far as the newest orders and members tell. */
export function OverviewPage(): ReactElement {
  const say = useSay(overviewWords)
  const { queries } = useAdmin()
  const orders = useGrowingList(queries.orders.listAll({ limit: COVERED_COUNT }))
  const members = useGrowingList(queries.members.list({ limit: COVERED_COUNT }))
  const isNone = (items: readonly unknown[]): boolean => items.length === 0
  return (
    <Page title={say('title')}>
      <Loaded
        read={orders}
        isEmpty={isNone}
        empty={<Empty title={say('noOrders')}>{say('noOrdersHint')}</Empty>}
        rows={5}
      >
        {(items) => <OrderTiles orders={items} hasMore={orders.hasMore} />}
      </Loaded>
      <MemberTiles members={members} />
      {orders.data !== undefined && orders.data.length > 0 && <Details orders={orders.data} />}
    </Page>
  )
}

type OrderTilesProps = { readonly orders: readonly Order[]; readonly hasMore: boolean }

function OrderTiles({ orders, hasMore }: OrderTilesProps): ReactElement {
  const say = useSay(overviewWords)
  const { money, count, rate, date } = useFormat()
  const figures = orderFigures(orders)
  const covered = say(hasMore ? 'newestOrders' : 'allOrders', { count: count(figures.orderCount) })
  const span = say('between', { from: date(figures.fromAt), until: date(figures.untilAt) })
  return (
    <section aria-label={say('orderFigures')}>
      <SectionHead title={say('orderFigures')} note={`${covered} · ${span}`} testId="orders-covered" />
      <div className="tiles">
        <Tile id="gmv" label={say('gmv')} value={money(figures.gmvMinor)} hint={say('gmvHint')} />
        <Tile
          id="orders"
          label={say('orders')}
          value={count(figures.orderCount)}
          hint={say('ordersHint', { paid: count(figures.paidCount) })}
        />
        <Tile id="average" label={say('average')} value={money(figures.averageMinor)} hint={say('averageHint')} />
        <Tile
          id="refunded"
          label={say('refunded')}
          value={money(figures.refundedMinor)}
          hint={say('refundedHint', { rate: rate(figures.refundedBps) })}
        />
      </div>
    </section>
  )
}

function MemberTiles({ members }: { readonly members: GrowingList<Parameters<typeof memberFigures>[0][number]> }) {
  const say = useSay(overviewWords)
  const { count, rate } = useFormat()
  return (
    <Loaded read={members} isEmpty={(items) => items.length === 0} empty={<Empty title={say('noMembers')} />} rows={3}>
      {(items) => {
        const figures = memberFigures(items)
        const note = say(members.hasMore ? 'newestMembers' : 'allMembers', { count: count(figures.memberCount) })
        return (
          <section aria-label={say('memberFigures')}>
            <SectionHead title={say('memberFigures')} note={note} testId="members-covered" />
            <div className="tiles">
              <Tile
                id="members"
                label={say('members')}
                value={`${count(figures.memberCount)}${members.hasMore ? '+' : ''}`}
                hint={say('membersHint')}
              />
              <Tile
                id="buyers"
                label={say('buyers')}
                value={count(figures.buyerCount)}
                hint={say('buyersHint', { rate: rate(shareBps(figures.buyerCount, figures.memberCount)) })}
              />
              <Tile
                id="repeat"
                label={say('repeat')}
                value={count(figures.repeatCount)}
                hint={say('repeatHint', { rate: rate(shareBps(figures.repeatCount, figures.buyerCount)) })}
              />
              <Tile id="points" label={say('points')} value={count(figures.pointsCount)} hint={say('pointsHint')} />
            </div>
          </section>
        )
      }}
    </Loaded>
  )
}

function Details({ orders }: { readonly orders: readonly Order[] }): ReactElement {
  const say = useSay(overviewWords)
  const pick = usePick()
  const { money, count } = useFormat()
  const sellers = useMemo(() => bestSellers(orders, BEST_SELLERS_SHOWN), [orders])
  return (
    <div className="columns">
      <SalesChart orders={orders} />
      <section className="card">
        <h2>{say('top')}</h2>
        <table className="table fitted" data-testid="best-sellers">
          <thead>
            <tr>
              <th>{say('product')}</th>
              <th className="number">{say('pieces')}</th>
              <th className="number">{say('sales')}</th>
            </tr>
          </thead>
          <tbody>
            {sellers.map(({ productId, title, pieceCount, minor }) => (
              <tr key={productId}>
                <td className="clip">{pick(title)}</td>
                <td className="number">{count(pieceCount)}</td>
                <td className="number">{money(minor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function SectionHead(props: { readonly title: string; readonly note: string; readonly testId: string }): ReactElement {
  return (
    <header className="section-head">
      <h2>{props.title}</h2>
      <span className="page-note" data-testid={props.testId}>
        {props.note}
      </span>
    </header>
  )
}

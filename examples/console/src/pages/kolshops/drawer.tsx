import { type KolShopRecord, type KolShopStats, kolShopMoves } from '@siyu/core/kolshops'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { useFormat } from '../../ui/format.ts'
import { Table } from '../../ui/list.tsx'
import { Fact, Field } from '../../ui/page.tsx'
import { Loaded, WriteError } from '../../ui/states.tsx'
import { StatusTag } from './status-tag.tsx'
import { kolShopWords } from './words.ts'

type ShopProps = { readonly shop: KolShopRecord }

/** One shop: what it says, what can be decided about it, and how it goes. */
export function KolShopDrawer({ shop, onClose }: ShopProps & { readonly onClose: () => void }): ReactElement {
  const say = useSay(kolShopWords)
  // What was decided here counts until the list is read again.
  const [decided, setDecided] = useState<KolShopRecord['status'] | null>(null)
  const now = { ...shop, status: decided ?? shop.status }
  return (
    <Drawer title={shop.name === '' ? say('erased') : shop.name} testId="kolshop-drawer" onClose={onClose}>
      <ShopFacts shop={now} />
      <Moves key={now.status} shop={now} onMoved={setDecided} />
      {shop.code !== null && <Stats shop={now} />}
    </Drawer>
  )
}

function ShopFacts({ shop }: ShopProps): ReactElement {
  const say = useSay(kolShopWords)
  const { count, dateTime } = useFormat()
  const { id, memberId, status, code, story, bannerUrl, productIds, appliedAt, decidedAt, reason } = shop
  return (
    <dl className="facts">
      <Fact label={say('status')}>
        <StatusTag status={status} />
      </Fact>
      <Fact label={say('shopId')}>
        <code>{id}</code>
      </Fact>
      <Fact label={say('member')}>
        <code>{memberId}</code>
      </Fact>
      {code !== null && (
        <Fact label={say('code')}>
          <code>{code}</code>
        </Fact>
      )}
      <Fact label={say('products')}>{count(productIds.length)}</Fact>
      <Fact label={say('appliedAt')}>{dateTime(appliedAt)}</Fact>
      {decidedAt !== null && <Fact label={say('decidedAt')}>{dateTime(decidedAt)}</Fact>}
      {story !== '' && <Fact label={say('story')}>{story}</Fact>}
      {bannerUrl !== null && (
        <Fact label={say('banner')}>
          <a href={bannerUrl} target="_blank" rel="noreferrer">
            {bannerUrl}
          </a>
        </Fact>
      )}
      {reason !== null && <Fact label={say('lastReason')}>{reason}</Fact>}
    </dl>
  )
}

const commands = ['approve', 'reopen', 'reject', 'suspend'] as const

/** What the brand can decide about the shop as it stands. */
function Moves({
  shop,
  onMoved,
}: ShopProps & { readonly onMoved: (status: KolShopRecord['status']) => void }): ReactElement | null {
  const say = useSay(kolShopWords)
  const { mutations, refresh } = useAdmin()
  const [reason, setReason] = useState('')
  const move = useMutation({
    ...mutations.kolshops.move(),
    onSuccess: ({ status }) => {
      onMoved(status)
      void refresh()
    },
  })
  const legal = commands.filter((command) => kolShopMoves[shop.status][command] !== null)
  const refusal = legal.find((command) => command === 'reject' || command === 'suspend')
  const consent = legal.find((command) => command === 'approve' || command === 'reopen')
  if (legal.length === 0) return null
  const refuse = (event: FormEvent): void => {
    event.preventDefault()
    if (refusal !== undefined) move.mutate({ shopId: shop.id, move: refusal, reason })
  }
  return (
    <form className="panel" onSubmit={refuse}>
      <WriteError error={move.error} />
      {consent !== undefined && (
        <button
          type="button"
          className="button primary"
          data-testid={`kolshop-${consent}`}
          disabled={move.isPending}
          onClick={() => move.mutate({ shopId: shop.id, move: consent, reason: null })}
        >
          {say(consent)}
        </button>
      )}
      {refusal !== undefined && (
        <>
          <Field label={say('reason')}>
            <input
              required
              maxLength={200}
              value={reason}
              data-testid="kolshop-reason"
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
          <button type="submit" className="button danger" data-testid={`kolshop-${refusal}`} disabled={move.isPending}>
            {say(refusal)}
          </button>
        </>
      )}
    </form>
  )
}

const DAY_MS = 86_400_000
const DAY_COUNT = 30

function Stats({ shop }: ShopProps): ReactElement {
  const say = useSay(kolShopWords)
  const { queries } = useAdmin()
  const { dayKey } = useFormat()
  const [now] = useState(() => Date.now())
  const days = { from: dayKey(now - (DAY_COUNT - 1) * DAY_MS), until: dayKey(now) }
  const stats = useQuery(queries.kolshops.statsOf({ shopId: shop.id, ...days }))
  return (
    <section className="panel" aria-label={say('stats')}>
      <h3>{say('stats')}</h3>
      <Loaded read={stats} rows={3}>
        {(read) => <Figures stats={read} />}
      </Loaded>
    </section>
  )
}

function Figures({ stats: { total, days } }: { readonly stats: KolShopStats }): ReactElement {
  const say = useSay(kolShopWords)
  const { count, money } = useFormat()
  return (
    <>
      <dl className="facts" data-testid="kolshop-total">
        <Fact label={say('visits')}>{count(total.visitCount)}</Fact>
        <Fact label={say('orders')}>{count(total.orderCount)}</Fact>
        <Fact label={say('sales')}>{money(total.netSalesMinor)}</Fact>
        <Fact label={say('commission')}>{money(total.commissionMinor)}</Fact>
      </dl>
      {days.length > 0 && (
        <Table
          columns={[
            { name: say('day') },
            ...(['visits', 'orders', 'sales', 'commission'] as const).map((name) => ({
              name: say(name),
              as: 'number' as const,
            })),
          ]}
        >
          {days.map(({ day, visitCount, orderCount, netSalesMinor, commissionMinor }) => (
            <tr key={day}>
              <td>{day}</td>
              <td className="number">{count(visitCount)}</td>
              <td className="number">{count(orderCount)}</td>
              <td className="number">{money(netSalesMinor)}</td>
              <td className="number">{money(commissionMinor)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}

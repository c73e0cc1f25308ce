import type { KolShopRecord, KolShopStatus } from '@siyu/core/kolshops'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { ListFilter } from '../../ui/choice.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { KolShopDrawer } from './drawer.tsx'
import { StatusTag } from './status-tag.tsx'
import { kolShopWords } from './words.ts'

const PAGE_COUNT = 50
const statuses: readonly KolShopStatus[] = ['applied', 'open', 'rejected', 'suspended', 'closed']

/** Applications that wait, and all shops there are. */
export function KolShopsPage(): ReactElement {
  const say = useSay(kolShopWords)
  const { queries } = useAdmin()
  const [shown, setShown] = useState<KolShopStatus | 'all'>('applied')
  const [openId, setOpenId] = useState<string | null>(null)
  const list = useGrowingList(
    queries.kolshops.list({ limit: PAGE_COUNT, ...(shown === 'all' ? {} : { status: shown }) }),
  )
  const [last, setLast] = useState<KolShopRecord | null>(null)
  // One that was just decided about leaves this list and stays in its drawer.
  const open = list.data?.find(({ id }) => id === openId) ?? (last?.id === openId ? last : null)
  const options = statuses.map((status) => [status, say(`status_${status}`)] as const)
  const filter = (
    <ListFilter
      value={shown}
      label={say('which')}
      testId="kolshop-filter"
      options={[['all', say('all')], ...options]}
      onChange={setShown}
    />
  )
  return (
    <Page title={say('title')} note={say('note')}>
      <ListCard
        head={filter}
        list={list}
        none={say('none')}
        noneHint={say('noneHint')}
        columns={[
          ...(['name', 'member', 'status'] as const).map((name) => ({ name: say(name) })),
          { name: say('products'), as: 'number' },
          { name: say('appliedAt') },
          { name: say('decidedAt'), as: 'optional' },
        ]}
      >
        {(shop) => (
          <ShopRow
            key={shop.id}
            shop={shop}
            onOpen={() => {
              setLast(shop)
              setOpenId(shop.id)
            }}
          />
        )}
      </ListCard>
      {open !== null && <KolShopDrawer key={open.id} shop={open} onClose={() => setOpenId(null)} />}
    </Page>
  )
}

type RowProps = { readonly shop: KolShopRecord; readonly onOpen: () => void }

function ShopRow({ shop, onOpen }: RowProps): ReactElement {
  const say = useSay(kolShopWords)
  const { count, dateTime } = useFormat()
  const { id, name, memberId, status, productIds, appliedAt, decidedAt } = shop
  return (
    <tr className="clickable" data-testid="kolshop-row" data-shop-id={id} onClick={onOpen}>
      <td className="wrap">
        <button type="button" className="link">
          {name === '' ? say('erased') : name}
        </button>
      </td>
      <td>
        <code title={memberId}>{shortId(memberId)}</code>
      </td>
      <td>
        <StatusTag status={status} />
      </td>
      <td className="number">{count(productIds.length)}</td>
      <td>{dateTime(appliedAt)}</td>
      <td className="optional">{decidedAt === null ? '–' : dateTime(decidedAt)}</td>
    </tr>
  )
}

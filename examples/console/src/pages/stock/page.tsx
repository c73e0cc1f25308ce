import type { StockRow } from '@siyu/core/inventory'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { ListFilter } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { Locations } from './locations.tsx'
import { StockDrawer } from './stock-drawer.tsx'
import { stockWords } from './words.ts'

const PAGE_COUNT = 50

/** How much there is of every SKU, and where. */
export function StockPage(): ReactElement {
  const say = useSay(stockWords)
  const { queries } = useAdmin()
  const [shown, setShown] = useState<'all' | 'low'>('all')
  const isLow = shown === 'low'
  const list = useGrowingList(queries.inventory.list({ limit: PAGE_COUNT, ...(isLow && { low: true }) }))
  const [open, setOpen] = useState<StockRow | null>(null)
  const filters = (
    <ListFilter
      value={shown}
      options={[
        ['all', say('all')],
        ['low', say('low')],
      ]}
      label={say('shown')}
      testId="stock-shown"
      onChange={setShown}
    />
  )
  return (
    <Page title={say('title')} note={say('note')}>
      <ListCard
        head={filters}
        list={list}
        columns={[
          { name: say('product') },
          { name: say('sku') },
          { name: say('onHand'), as: 'number' },
          { name: say('held'), as: 'number' },
          { name: say('available'), as: 'number' },
          { name: say('sold'), as: 'optional number' },
        ]}
        none={say(isLow ? 'noneLow' : 'none')}
        noneHint={say(isLow ? 'noneLowHint' : 'noneHint')}
      >
        {(row) => <StockTableRow key={row.skuId} row={row} onOpen={() => setOpen(row)} />}
      </ListCard>
      <Locations />
      {open !== null && <StockDrawer key={open.skuId} row={open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function StockTableRow({ row, onOpen }: { readonly row: StockRow; readonly onOpen: () => void }): ReactElement {
  const say = useSay(stockWords)
  const pick = usePick()
  const { count } = useFormat()
  const { skuId, productTitle, title, onHandCount, heldCount, soldCount, isLow } = row
  return (
    <tr data-testid="stock-row" data-sku-id={skuId}>
      <td className="clip">
        <button type="button" className="link" data-testid={`stock-open-${skuId}`} onClick={onOpen}>
          {pick(productTitle)}
        </button>
      </td>
      <td>{pick(title)}</td>
      <td className="number">{count(onHandCount)}</td>
      <td className="number">{count(heldCount)}</td>
      <td className="number">
        {isLow && <span className="tag warn">{say('isLow')}</span>} {count(onHandCount - heldCount)}
      </td>
      <td className="number optional">{count(soldCount)}</td>
    </tr>
  )
}

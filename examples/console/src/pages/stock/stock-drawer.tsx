import type { StockRow } from '@siyu/core/inventory'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { useFormat } from '../../ui/format.ts'
import { Table } from '../../ui/list.tsx'
import { Fact } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { AdjustForm } from './adjust-form.tsx'
import { useLocationName } from './location-name.ts'
import { Movements } from './movements.tsx'
import { PolicyForm } from './policy-form.tsx'
import { TransferForm } from './transfer-form.tsx'
import { stockWords } from './words.ts'

type StockDrawerProps = { readonly row: StockRow; readonly onClose: () => void }

/** The stock of one SKU, where it lies, what moved it, and the ways to change it. */
export function StockDrawer({ row, onClose }: StockDrawerProps): ReactElement {
  const pick = usePick()
  const { queries } = useAdmin()
  const stock = useQuery(queries.inventory.get(row.skuId))
  return (
    <Drawer title={pick(row.productTitle)} testId="stock-drawer" onClose={onClose}>
      <p>
        {pick(row.title)} · <code>{row.skuId}</code>
      </p>
      <Loaded read={stock} rows={3}>
        {(data) => (
          <>
            <Figures stock={data} />
            {data.locations.length > 1 && <ByLocation stock={data} />}
            <AdjustForm stock={data} />
            <TransferForm stock={data} />
            <PolicyForm policy={data.policy} />
          </>
        )}
      </Loaded>
      <Movements skuId={row.skuId} />
    </Drawer>
  )
}

function Figures({ stock }: { readonly stock: StockRow }): ReactElement {
  const say = useSay(stockWords)
  const { count } = useFormat()
  return (
    <dl className="facts">
      <Fact label={say('onHand')}>
        <strong data-testid="stock-on-hand">{count(stock.onHandCount)}</strong>
      </Fact>
      <Fact label={say('held')}>{count(stock.heldCount)}</Fact>
      <Fact label={say('available')}>{count(stock.onHandCount - stock.heldCount)}</Fact>
      <Fact label={say('sold')}>{count(stock.soldCount)}</Fact>
    </dl>
  )
}

function ByLocation({ stock }: { readonly stock: StockRow }): ReactElement {
  const say = useSay(stockWords)
  const { count } = useFormat()
  const nameOf = useLocationName()
  return (
    <section>
      <h3>{say('byLocation')}</h3>
      <Table
        testId="stock-locations"
        columns={[
          { name: say('location') },
          { name: say('onHand'), as: 'number' },
          { name: say('held'), as: 'number' },
          { name: say('available'), as: 'number' },
          { name: say('sold'), as: 'number' },
        ]}
      >
        {stock.locations.map(({ locationId, onHandCount, heldCount, soldCount }) => (
          <tr key={locationId} data-location-id={locationId}>
            <td>{nameOf(locationId)}</td>
            <td className="number">{count(onHandCount)}</td>
            <td className="number">{count(heldCount)}</td>
            <td className="number">{count(onHandCount - heldCount)}</td>
            <td className="number">{count(soldCount)}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

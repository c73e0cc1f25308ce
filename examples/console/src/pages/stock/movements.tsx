import type { StockMovement } from '@siyu/core/inventory'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { List } from '../../ui/list.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { useLocationName, useLocations } from './location-name.ts'
import { stockWords } from './words.ts'

const PAGE_COUNT = 20

/** Everything that changed what is on hand of a SKU, newest first. */
export function Movements({ skuId }: { readonly skuId: string }): ReactElement {
  const say = useSay(stockWords)
  const list = useGrowingList(useAdmin().queries.inventory.movements({ skuId, limit: PAGE_COUNT }))
  return (
    <section data-testid="stock-movements">
      <h3>{say('movements')}</h3>
      <List
        list={list}
        rows={3}
        columns={[
          { name: say('moment') },
          { name: say('why') },
          { name: say('change'), as: 'number' },
          { name: say('left'), as: 'number' },
          { name: say('about') },
        ]}
        none={say('noMovements')}
      >
        {(movement) => (
          <MovementRow key={`${movement.locationId} ${movement.slot} ${movement.number}`} movement={movement} />
        )}
      </List>
    </section>
  )
}

function MovementRow({ movement }: { readonly movement: StockMovement }): ReactElement {
  const say = useSay(stockWords)
  const { count, dateTime } = useFormat()
  const nameOf = useLocationName()
  const hasChoice = useLocations().length > 1
  const { at, kind, amount, balance, reason, reference, locationId } = movement
  const about = reason ?? (reference === null ? '' : shortId(reference))
  return (
    <tr data-testid="movement-row">
      <td>{dateTime(at)}</td>
      <td>{say(`kind_${kind}`)}</td>
      <td className="number">{amount > 0 ? `+${count(amount)}` : count(amount)}</td>
      <td className="number">{count(balance)}</td>
      <td className="wrap" title={reference ?? undefined}>
        {about} {hasChoice && <span className="quiet-text">{nameOf(locationId)}</span>}
      </td>
    </tr>
  )
}

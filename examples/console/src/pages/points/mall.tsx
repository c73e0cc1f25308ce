import type { MallItem, MallItemRow } from '@siyu/core/points'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useCatalogue } from '../../ui/catalogue.ts'
import { useFormat } from '../../ui/format.ts'
import { ListCard, listIn } from '../../ui/list.tsx'
import { WriteError } from '../../ui/states.tsx'
import { MallDrawer } from './mall-drawer.tsx'
import { mallWords } from './mall-words.ts'

/** What points buy, and how much of it went. */
export function Mall(): ReactElement {
  const say = useSay(mallWords)
  const common = useSay(commonWords)
  const { client, queries, mutations, refresh } = useAdmin()
  const items = useQuery(queries.points.items())
  const [open, setOpen] = useState<MallItem | null>(null)
  const save = useMutation({ ...mutations.points.saveItem(), onSuccess: refresh })
  const head = (
    <>
      <div className="toolbar">
        <h2>{say('title')}</h2>
        <button
          type="button"
          className="button"
          data-testid="mall-create"
          onClick={() => setOpen(newItem(client.newId('itm')))}
        >
          {say('create')}
        </button>
      </div>
      <WriteError error={save.error} />
    </>
  )
  return (
    <>
      <ListCard
        label={say('title')}
        head={head}
        list={listIn(items, (data) => data.items)}
        columns={[
          { name: say('sku') },
          { name: say('price') },
          { name: say('redeemed'), as: 'number' },
          { name: say('window') },
          { name: say('status') },
          { name: common('toggle'), as: 'act' },
        ]}
        none={say('none')}
        noneHint={say('noneHint')}
      >
        {(row) => <ItemRow key={row.id} row={row} isSaving={save.isPending} onOpen={setOpen} onSave={save.mutate} />}
      </ListCard>
      {open !== null && <MallDrawer initial={open} onClose={() => setOpen(null)} />}
    </>
  )
}

type ItemRowProps = {
  readonly row: MallItemRow
  readonly isSaving: boolean
  readonly onOpen: (item: MallItem) => void
  readonly onSave: (item: MallItem) => void
}

function ItemRow({ row, isSaving, onOpen, onSave }: ItemRowProps): ReactElement {
  const say = useSay(mallWords)
  const common = useSay(commonWords)
  const { count, money, date } = useFormat()
  const { skus } = useCatalogue()
  const { redeemedCount, ...item } = row
  const { skuId, pointsCount, cashMinor, totalLimit, startsAt, endsAt, active } = item
  const points = count(pointsCount)
  const used = count(redeemedCount)
  return (
    <tr data-testid="mall-row" data-item-id={item.id}>
      <td className="wrap">
        <button type="button" className="link" onClick={() => onOpen(item)}>
          {skus.find(({ value }) => value === skuId)?.name ?? <code>{skuId}</code>}
        </button>
      </td>
      <td>
        {cashMinor === 0
          ? say('pricePoints', { count: points })
          : say('priceWithCash', { count: points, cash: money(cashMinor) })}
      </td>
      <td className="number">
        {totalLimit === null ? used : say('redeemedOf', { count: used, limit: count(totalLimit) })}
      </td>
      <td>{common('between', { from: date(startsAt), until: endsAt === null ? '…' : date(endsAt) })}</td>
      <td>
        <span className="tag" data-status={active ? 'completed' : 'cancelled'}>
          {common(active ? 'active' : 'paused')}
        </span>
      </td>
      <td className="number">
        <button
          type="button"
          className="button quiet"
          data-testid="mall-toggle"
          disabled={isSaving}
          onClick={() => onSave({ ...item, active: !active })}
        >
          {common(active ? 'pause' : 'resume')}
        </button>
      </td>
    </tr>
  )
}

function newItem(id: string): MallItem {
  const open = { perMemberLimit: null, totalLimit: null, endsAt: null, tierIds: null, active: true }
  return { id, skuId: '', pointsCount: UNKNOWN, cashMinor: 0, startsAt: Date.now(), ...open }
}

import type { Presale, PresaleSales } from '@siyu/core/presales'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { PhaseTag } from './phase.tsx'
import { PresaleDrawer } from './presale-drawer.tsx'
import { campaignWords } from './words.ts'

const DAY_MS = 86_400_000

/** All presales and how far their orders are. */
export function Presales(): ReactElement {
  const say = useSay(campaignWords)
  const { client, queries } = useAdmin()
  const list = useGrowingList(queries.presales.all())
  const [open, setOpen] = useState<Presale | null>(null)
  const create = (): void => setOpen(newPresale(client.newId('pre')))
  return (
    <>
      <ListCard
        list={list}
        label={say('presale')}
        none={say('presaleNone')}
        columns={[
          ...(['name', 'status', 'price', 'window', 'balanceWindow'] as const).map((name) => ({ name: say(name) })),
          { name: say('presaleOrders'), as: 'number' },
        ]}
        head={
          <div className="toolbar">
            <h2>{say('presale')}</h2>
            <button type="button" className="button" data-testid="presale-create" onClick={create}>
              {say('presaleCreate')}
            </button>
          </div>
        }
      >
        {(presale) => <PresaleRow key={presale.id} row={presale} onOpen={setOpen} />}
      </ListCard>
      {open !== null && <PresaleDrawer key={open.id} initial={open} onClose={() => setOpen(null)} />}
    </>
  )
}

type RowProps = { readonly row: PresaleSales; readonly onOpen: (presale: Presale) => void }

function PresaleRow({ row, onOpen }: RowProps): ReactElement {
  const say = useSay(campaignWords)
  const common = useSay(commonWords)
  const pick = usePick()
  const { count, money, date } = useFormat()
  const { takenCount: _, createdCount, depositedCount, paidCount, keptCount, ...presale } = row
  const { name, priceMinor, depositMinor, startsAt, endsAt, balanceFrom, balanceUntil } = presale
  return (
    <tr data-testid="presale-row" data-presale-id={presale.id}>
      <td className="wrap">
        <button type="button" className="link" onClick={() => onOpen(presale)}>
          {pick(name)}
        </button>
      </td>
      <td>
        <PhaseTag {...presale} />
      </td>
      <td>{say('depositOf', { price: money(priceMinor), deposit: money(depositMinor) })}</td>
      <td>{common('between', { from: date(startsAt), until: date(endsAt) })}</td>
      <td>{common('between', { from: date(balanceFrom), until: date(balanceUntil) })}</td>
      <td className="number">{[createdCount, depositedCount, paidCount, keptCount].map(count).join(' / ')}</td>
    </tr>
  )
}

function newPresale(id: string): Presale {
  const startsAt = Date.now()
  const endsAt = startsAt + 7 * DAY_MS
  return {
    ...{ id, name: { zh: '', en: '' }, skuId: '', priceMinor: UNKNOWN, forfeit: 'refund' },
    ...{ depositMinor: UNKNOWN, depositWorthMinor: UNKNOWN, bucketCount: UNKNOWN, perMemberCount: 1 },
    ...{ startsAt, endsAt, balanceFrom: endsAt, balanceUntil: endsAt + 3 * DAY_MS, shipsFrom: endsAt + 3 * DAY_MS },
  }
}

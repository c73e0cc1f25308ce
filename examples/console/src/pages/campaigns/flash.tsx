import type { FlashSession, FlashSessionSales } from '@siyu/core/flashsales'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { useCatalogue } from '../../ui/catalogue.ts'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { FlashDrawer } from './flash-drawer.tsx'
import { newFlashItem } from './flash-item.ts'
import { PhaseTag } from './phase.tsx'
import { campaignWords } from './words.ts'

const HOUR_MS = 3_600_000

/** All flash sales and how much of them went. */
export function FlashSales(): ReactElement {
  const say = useSay(campaignWords)
  const { client, queries } = useAdmin()
  const list = useGrowingList(queries.flashsales.sessions())
  const [open, setOpen] = useState<FlashSession | null>(null)
  const create = (): void => {
    const startsAt = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS
    const window = { startsAt, endsAt: startsAt + 2 * HOUR_MS }
    setOpen({ id: client.newId('fls'), name: { zh: '', en: '' }, ...window, items: [newFlashItem] })
  }
  return (
    <>
      <ListCard
        list={list}
        label={say('flash')}
        none={say('flashNone')}
        columns={[{ name: say('name') }, { name: say('status') }, { name: say('window') }, { name: say('sold') }]}
        head={
          <div className="toolbar">
            <h2>{say('flash')}</h2>
            <button type="button" className="button" data-testid="flash-create" onClick={create}>
              {say('flashCreate')}
            </button>
          </div>
        }
      >
        {(session) => <SessionRow key={session.id} session={session} onOpen={setOpen} />}
      </ListCard>
      {open !== null && <FlashDrawer key={open.id} initial={open} onClose={() => setOpen(null)} />}
    </>
  )
}

type RowProps = { readonly session: FlashSessionSales; readonly onOpen: (session: FlashSession) => void }

function SessionRow({ session, onOpen }: RowProps): ReactElement {
  const say = useSay(campaignWords)
  const common = useSay(commonWords)
  const pick = usePick()
  const { count, date } = useFormat()
  const { skus } = useCatalogue()
  const { items, ...rest } = session
  const whole: FlashSession = { ...rest, items: items.map(({ takenCount: _, ...item }) => item) }
  return (
    <tr data-testid="flash-row" data-session-id={session.id}>
      <td className="wrap">
        <button type="button" className="link" onClick={() => onOpen(whole)}>
          {pick(session.name)}
        </button>
      </td>
      <td>
        <PhaseTag {...session} />
      </td>
      <td>{common('between', { from: date(session.startsAt), until: date(session.endsAt) })}</td>
      <td className="wrap">
        {items.map(({ skuId, takenCount, bucketCount }) => {
          const name = skus.find(({ value }) => value === skuId)?.name ?? skuId
          return <div key={skuId}>{say('soldOf', { name, count: count(takenCount), limit: count(bucketCount) })}</div>
        })}
      </td>
    </tr>
  )
}

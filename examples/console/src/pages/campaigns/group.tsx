import type { GroupCampaign, GroupCampaignSales } from '@siyu/core/groupbuys'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { GroupDrawer } from './group-drawer.tsx'
import { PhaseTag } from './phase.tsx'
import { campaignWords } from './words.ts'

const DAY_MS = 86_400_000

/** All group buys and the teams they made. */
export function GroupBuys(): ReactElement {
  const say = useSay(campaignWords)
  const { client, queries } = useAdmin()
  const list = useGrowingList(queries.groupbuys.campaigns())
  const [open, setOpen] = useState<GroupCampaign | null>(null)
  const create = (): void => setOpen(newCampaign(client.newId('grp')))
  return (
    <>
      <ListCard
        list={list}
        label={say('group')}
        none={say('groupNone')}
        columns={[
          ...(['name', 'status', 'price', 'window'] as const).map((name) => ({ name: say(name) })),
          { name: say('teams'), as: 'number' },
        ]}
        head={
          <div className="toolbar">
            <h2>{say('group')}</h2>
            <button type="button" className="button" data-testid="group-create" onClick={create}>
              {say('groupCreate')}
            </button>
          </div>
        }
      >
        {(campaign) => <CampaignRow key={campaign.id} row={campaign} onOpen={setOpen} />}
      </ListCard>
      {open !== null && <GroupDrawer key={open.id} initial={open} onClose={() => setOpen(null)} />}
    </>
  )
}

type RowProps = { readonly row: GroupCampaignSales; readonly onOpen: (campaign: GroupCampaign) => void }

function CampaignRow({ row, onOpen }: RowProps): ReactElement {
  const say = useSay(campaignWords)
  const common = useSay(commonWords)
  const pick = usePick()
  const { count, money, date } = useFormat()
  const { openTeamCount, filledTeamCount, expiredTeamCount, ...campaign } = row
  const { name, priceMinor, sizeCount, startsAt, endsAt } = campaign
  return (
    <tr data-testid="group-row" data-campaign-id={campaign.id}>
      <td className="wrap">
        <button type="button" className="link" onClick={() => onOpen(campaign)}>
          {pick(name)}
        </button>
      </td>
      <td>
        <PhaseTag {...campaign} />
      </td>
      <td>{say('priceOf', { price: money(priceMinor), count: count(sizeCount) })}</td>
      <td>{common('between', { from: date(startsAt), until: date(endsAt) })}</td>
      <td className="number">{[openTeamCount, filledTeamCount, expiredTeamCount].map(count).join(' / ')}</td>
    </tr>
  )
}

function newCampaign(id: string): GroupCampaign {
  const startsAt = Date.now()
  return {
    ...{ id, name: { zh: '', en: '' }, skuId: '', priceMinor: UNKNOWN, sizeCount: 2, openHours: 24 },
    ...{ perMemberCount: 1, bucketCount: null, startsAt, endsAt: startsAt + 14 * DAY_MS },
  }
}

import type { GroupCampaign, GroupCampaignSales } from '@siyu/core/groupbuys'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useFormat } from '../../ui/format.ts'
import { ListFoot, useGrowingList } from '../../ui/pages.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
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
  return (
    <section className="card flush" aria-label={say('group')}>
      <div className="toolbar">
        <h2>{say('group')}</h2>
        <button
          type="button"
          className="button"
          data-testid="group-create"
          onClick={() => setOpen(newCampaign(client.newId('grp')))}
        >
          {say('groupCreate')}
        </button>
      </div>
      <Loaded read={list} isEmpty={(items) => items.length === 0} empty={<Empty title={say('groupNone')} />}>
        {(items) => (
          <>
            <CampaignsTable campaigns={items} onOpen={setOpen} />
            <ListFoot list={list} />
          </>
        )}
      </Loaded>
      {open !== null && <GroupDrawer key={open.id} initial={open} onClose={() => setOpen(null)} />}
    </section>
  )
}

type TableProps = {
  readonly campaigns: readonly GroupCampaignSales[]
  readonly onOpen: (campaign: GroupCampaign) => void
}

function CampaignsTable({ campaigns, onOpen }: TableProps): ReactElement {
  const say = useSay(campaignWords)
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{say('name')}</th>
            <th>{say('status')}</th>
            <th>{say('price')}</th>
            <th>{say('window')}</th>
            <th className="number">{say('teams')}</th>
          </tr>
        </thead>
        <tbody>
          {campaigns.map((campaign) => (
            <CampaignRow key={campaign.id} row={campaign} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowProps = { readonly row: GroupCampaignSales; readonly onOpen: TableProps['onOpen'] }

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

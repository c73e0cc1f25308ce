import { type Campaign, type CampaignView, worthMinor } from '@siyu/core/campaigns'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { FriendsDrawer, firstTerms, RewardsDrawer } from './friends-drawer.tsx'
import { friendsWords } from './friends-words.ts'

const DAY_MS = 86_400_000
const tagOf = { draft: 'created', published: 'completed', awarded: 'cancelled' } as const

/** All campaigns that bring friends: drafts are changed here, the others looked at. */
export function FriendCampaigns(): ReactElement {
  const say = useSay(friendsWords)
  const { client, queries } = useAdmin()
  const list = useGrowingList(queries.campaigns.all())
  const [draft, setDraft] = useState<Campaign | null>(null)
  const [shown, setShown] = useState<CampaignView | null>(null)
  const open = (view: CampaignView): void => (view.state === 'draft' ? setDraft(draftOf(view)) : setShown(view))
  return (
    <>
      <ListCard
        list={list}
        label={say('title')}
        none={say('none')}
        noneHint={say('noneHint')}
        columns={[
          ...(['name', 'kind', 'state', 'window'] as const).map((name) => ({ name: say(name) })),
          { name: say('worth'), as: 'number' },
          { name: say('entries'), as: 'optional number' },
        ]}
        head={
          <div className="toolbar">
            <h2>{say('title')}</h2>
            <button
              type="button"
              className="button"
              data-testid="friends-create"
              onClick={() => setDraft(newCampaign(client.newId('cam'), client.newId('prz')))}
            >
              {say('create')}
            </button>
          </div>
        }
      >
        {(view) => <Row key={view.id} view={view} onOpen={open} />}
      </ListCard>
      {draft !== null && <FriendsDrawer key={draft.id} initial={draft} onClose={() => setDraft(null)} />}
      {shown !== null && <RewardsDrawer campaign={shown} onClose={() => setShown(null)} />}
    </>
  )
}

type RowProps = { readonly view: CampaignView; readonly onOpen: (view: CampaignView) => void }

function Row({ view, onOpen }: RowProps): ReactElement {
  const say = useSay(friendsWords)
  const common = useSay(commonWords)
  const pick = usePick()
  const { count, money, date } = useFormat()
  const { name, terms, state, stopped, startsAt, endsAt, entryCount } = view
  return (
    <tr data-testid="friends-row" data-state={state}>
      <td className="wrap">
        <button type="button" className="link" onClick={() => onOpen(view)}>
          {pick(name)}
        </button>
      </td>
      <td>{say(terms.kind)}</td>
      <td>
        <span className="tag" data-status={stopped === null ? tagOf[state] : 'cancelled'}>
          {say(stopped === null ? state : 'stopped')}
        </span>
      </td>
      <td>{common('between', { from: date(startsAt), until: date(endsAt) })}</td>
      <td className="number">{money(worthMinor(terms))}</td>
      <td className="optional number">{count(entryCount)}</td>
    </tr>
  )
}

/** What of a campaign is saved. */
function draftOf(view: CampaignView): Campaign {
  const { state: _s, stopped: _t, left: _l, seedHash: _h, seed: _x, entryCount: _e, ...campaign } = view
  return campaign
}

function newCampaign(id: string, prizeId: string): Campaign {
  const startsAt = Math.ceil(Date.now() / DAY_MS) * DAY_MS
  return {
    ...{ id, name: { zh: '', en: '' }, rules: { zh: '', en: '' }, organiser: '', startsAt },
    ...{ endsAt: startsAt + 14 * DAY_MS, awardAt: startsAt + 35 * DAY_MS, returnDays: 7, minNetMinor: 0 },
    ...{ budgetMinor: UNKNOWN, terms: firstTerms('invite', prizeId) },
  }
}

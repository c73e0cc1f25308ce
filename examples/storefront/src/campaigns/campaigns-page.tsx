import type { CampaignView } from '@siyu/core/campaigns'
import { useCampaigns } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { ListPage } from '../pieces/list-page.tsx'
import { phaseOf } from './phase.ts'

/** Campaigns for who brings friends 好友活动. */
export function CampaignsPage(): ReactElement {
  const { campaigns: words } = useWords()
  return (
    <ListPage list={useCampaigns()} words={words}>
      {(campaign) => <Card key={campaign.id} campaign={campaign} />}
    </ListPage>
  )
}

function Card({ campaign }: { readonly campaign: CampaignView }): ReactElement {
  const { words, pick } = useLanguage()
  const moment = useMoment()
  const { id, name, terms, startsAt, endsAt } = campaign
  return (
    <li>
      <Link className="panel panel--text campaign-card" to={`/campaigns/${id}`} data-testid="campaign">
        <span className="campaign-card__kind">{words.campaigns.kinds[terms.kind]}</span>
        <b className="heading">{pick(name)}</b>
        <span className="quiet">
          {words.campaigns.states[phaseOf(campaign, Date.now())]} ·{' '}
          {words.campaigns.window(moment(startsAt, 'day'), moment(endsAt, 'day'))}
        </span>
      </Link>
    </li>
  )
}

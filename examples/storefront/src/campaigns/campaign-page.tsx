import { type CampaignView, isFirstOnly } from '@siyu/core/campaigns'
import { useCampaign } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link, useParams } from 'react-router'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { BoardPanel } from './board-panel.tsx'
import { DrawPanel, EntryPanel } from './lottery-panel.tsx'
import { phaseOf, yuan } from './phase.ts'
import { PrizesPanel } from './prizes-panel.tsx'
import { ProgressPanel } from './progress-panel.tsx'

/** One campaign: its rules and prizes, where one stands, and who is in front or won. */
export function CampaignPage(): ReactElement {
  const { campaignId = '' } = useParams()
  const { campaigns: words } = useWords()
  const { pick } = useLanguage()
  const { data, error, isPending, refetch } = useCampaign(campaignId)
  if (data === undefined) {
    return (
      <Page title={words.title} back>
        {isPending ? <Skeleton rows={3} tall /> : <Problem error={error} onRetry={() => void refetch()} />}
      </Page>
    )
  }
  const { kind } = data.terms
  return (
    <Page title={pick(data.name)} back>
      <Head campaign={data} />
      <MembersOnly hint={words.signInHint}>
        {kind === 'lottery' ? <EntryPanel campaign={data} /> : <ProgressPanel campaign={data} />}
      </MembersOnly>
      <PrizesPanel campaign={data} />
      {kind === 'leaderboard' && <BoardPanel campaign={data} />}
      {kind === 'lottery' && <DrawPanel campaign={data} />}
      <Rules campaign={data} />
    </Page>
  )
}

type CampaignProps = { readonly campaign: CampaignView }

function Head({ campaign }: CampaignProps): ReactElement {
  const { campaigns: words } = useWords()
  const moment = useMoment()
  const { pick } = useLanguage()
  const { terms, startsAt, endsAt, awardAt, stopped } = campaign
  const phase = phaseOf(campaign, Date.now())
  return (
    <section className="panel campaign-head" data-testid="campaign-head" data-phase={phase}>
      <p className="campaign-card__kind">{words.kinds[terms.kind]}</p>
      <p className="campaign-head__state">{words.states[phase]}</p>
      <p className="quiet">{words.window(moment(startsAt, 'day'), moment(endsAt, 'day'))}</p>
      {stopped !== null && (
        <>
          <p data-testid="campaign-stopped">{words.stopped(moment(stopped.at, 'day'), pick(stopped.reason))}</p>
          <p className="quiet">{words.earned}</p>
        </>
      )}
      {terms.kind !== 'invite' && stopped === null && <p className="quiet">{words.awardAt(moment(awardAt, 'day'))}</p>}
      {terms.kind !== 'lottery' && phase === 'running' && (
        <Link className="button button--buy" to="/invite">
          {words.invite}
        </Link>
      )}
    </section>
  )
}

function Rules({ campaign }: CampaignProps): ReactElement {
  const { campaigns: words } = useWords()
  const { pick } = useLanguage()
  const { rules, organiser, returnDays, minNetMinor, terms } = campaign
  return (
    <section className="panel panel--text" aria-labelledby="rules">
      <h2 className="heading" id="rules">
        {words.rules}
      </h2>
      <p className="campaign-rules">{pick(rules)}</p>
      {terms.kind !== 'lottery' && (
        <p className="quiet">{(isFirstOnly(terms) ? words.counts : words.countsAll)(returnDays, yuan(minNetMinor))}</p>
      )}
      <p className="quiet">{words.organiser(organiser)}</p>
    </section>
  )
}

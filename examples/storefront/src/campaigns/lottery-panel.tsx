import { type CampaignView, prizesOf } from '@siyu/core/campaigns'
import { useEnterLottery, useErrorWords, useMyCampaign, useWinners } from '@siyu/react'
import type { ReactElement } from 'react'
import { useLanguage, useWords } from '../language/language.tsx'
import { Skeleton } from '../pieces/states.tsx'
import { useToast } from '../pieces/toast.tsx'
import { DrawCheck } from './draw-check.tsx'
import { phaseOf, yuan } from './phase.ts'
import { Rewards } from './progress-panel.tsx'

type CampaignProps = { readonly campaign: CampaignView }

/** Taking part in a lottery 抽奖, once. */
export function EntryPanel({ campaign }: CampaignProps): ReactElement {
  const { campaigns: words } = useWords()
  const { data } = useMyCampaign(campaign.id)
  const { mutateAsync, isPending } = useEnterLottery()
  const toast = useToast()
  const wordsFor = useErrorWords()
  if (data === undefined) return <Skeleton rows={2} tall />
  const isOpen = phaseOf(campaign, Date.now()) === 'running'
  const isFree = campaign.terms.kind === 'lottery' && campaign.terms.entry === 'free'
  const enter = (): void => {
    mutateAsync({ campaignId: campaign.id }).catch((error: unknown) => toast(wordsFor(error)))
  }
  return (
    <section className="panel panel--text" aria-label={words.enter}>
      {data.entryId !== null && (
        <p className="campaign-entry" data-testid="lottery-entry">
          {words.entered(data.entryId.slice(-8).toUpperCase())}
        </p>
      )}
      {data.entryId === null && isOpen && (
        <button
          type="button"
          className="button button--buy button--wide"
          data-testid="lottery-enter"
          disabled={isPending}
          onClick={enter}
        >
          {words.enter}
        </button>
      )}
      <p className="quiet">
        {isFree ? words.entryFree : words.entryOrder(yuan(campaign.minNetMinor))} · {words.adults}
      </p>
      <Rewards campaign={campaign} />
    </section>
  )
}

/** Who won, and how everybody can draw again. */
export function DrawPanel({ campaign }: CampaignProps): ReactElement {
  const { campaigns: words } = useWords()
  const { pick } = useLanguage()
  const { data } = useWinners(campaign.id)
  const prizes = new Map(prizesOf(campaign.terms).map((prize) => [prize.id, prize]))
  const { seedHash, seed, entryCount, state } = campaign
  return (
    <section className="panel panel--text" aria-labelledby="winners">
      <h2 className="heading" id="winners">
        {words.winners}
      </h2>
      <p className="quiet">{words.entries(entryCount)}</p>
      {state === 'awarded' && data?.items.length === 0 && <p className="quiet">{words.noWinners}</p>}
      <ol className="campaign-board">
        {data?.items.map(({ place, prizeId, name, isMe }) => (
          <li key={place} data-testid="winner" data-me={isMe}>
            <b className="campaign-board__rank">{place}</b>
            <span className="campaign-board__name">{isMe ? words.me : (name ?? words.nameless)}</span>
            <span>{pick(prizes.get(prizeId)?.name ?? { zh: prizeId, en: prizeId })}</span>
          </li>
        ))}
      </ol>
      <details className="campaign-proof">
        <summary>{words.proof}</summary>
        <p>{words.proofText}</p>
        <dl>
          <dt>{words.seedHash}</dt>
          <dd>{seedHash}</dd>
          {seed !== null && (
            <>
              <dt>{words.seed}</dt>
              <dd>{seed}</dd>
            </>
          )}
        </dl>
        {data !== undefined && <DrawCheck campaign={campaign} winners={data.items} />}
      </details>
    </section>
  )
}

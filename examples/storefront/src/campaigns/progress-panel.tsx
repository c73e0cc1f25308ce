import { type CampaignView, prizesOf } from '@siyu/core/campaigns'
import { useMyCampaign } from '@siyu/react'
import type { ReactElement, ReactNode } from 'react'
import { useLanguage, useWords } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Skeleton } from '../pieces/states.tsx'

type CampaignProps = { readonly campaign: CampaignView }

/** What counts for the member, how far the next step is, and what they won. */
export function ProgressPanel({ campaign }: CampaignProps): ReactElement {
  const { campaigns: words } = useWords()
  const { data } = useMyCampaign(campaign.id)
  if (data === undefined) return <Skeleton rows={2} tall />
  const { orderCount, waitingCount, netMinor, rank } = data
  const isBoard = campaign.terms.kind === 'leaderboard'
  return (
    <section className="panel balances" aria-labelledby="progress">
      <h2 className="heading" id="progress">
        {words.progress}
      </h2>
      <dl className="figures">
        <Figure name={words.counted} testId="campaign-counted" isFirst>
          {orderCount}
        </Figure>
        <Figure name={words.waiting} testId="campaign-waiting">
          {waitingCount}
        </Figure>
        {isBoard ? (
          <Figure name={words.rank} testId="campaign-rank">
            {rank ?? words.noRank}
          </Figure>
        ) : (
          <Figure name={words.sales}>
            <Price minor={netMinor} />
          </Figure>
        )}
      </dl>
      <Steps campaign={campaign} orderCount={orderCount} />
      <Rewards campaign={campaign} />
    </section>
  )
}

type FigureProps = {
  readonly name: string
  readonly testId?: string | undefined
  readonly isFirst?: boolean
  readonly children: ReactNode
}

function Figure({ name, testId, isFirst = false, children }: FigureProps): ReactElement {
  return (
    <div className={isFirst ? 'figure figure--first' : 'figure'}>
      <dt>{name}</dt>
      <dd data-testid={testId}>{children}</dd>
    </div>
  )
}

function Steps({ campaign, orderCount }: CampaignProps & { readonly orderCount: number }): ReactElement | null {
  const { campaigns: words } = useWords()
  const { terms } = campaign
  if (terms.kind !== 'invite' || terms.steps.length === 0) return null
  return (
    <ol className="campaign-steps">
      {terms.steps.map(({ friendCount }) => (
        <li key={friendCount} data-done={orderCount >= friendCount}>
          <span>{words.step(friendCount)}</span>
          <progress max={friendCount} value={Math.min(orderCount, friendCount)} aria-label={words.step(friendCount)} />
          <b>
            {Math.min(orderCount, friendCount)}/{friendCount}
          </b>
        </li>
      ))}
    </ol>
  )
}

/** What the member won. */
export function Rewards({ campaign }: CampaignProps): ReactElement | null {
  const { campaigns: words } = useWords()
  const { pick } = useLanguage()
  const { data } = useMyCampaign(campaign.id)
  if (data === undefined || data.rewards.length === 0) return null
  const prizes = new Map(prizesOf(campaign.terms).map((prize) => [prize.id, prize]))
  return (
    <>
      <h3 className="campaign-won">{words.won}</h3>
      <ul className="entries entries--inner">
        {data.rewards.map(({ reason, prizeId, place, status }) => {
          const prize = prizes.get(prizeId)
          return (
            <li key={reason} className="entry" data-testid="campaign-reward" data-state={status}>
              <span className="entry__what">
                <b>{prize === undefined ? prizeId : pick(prize.name)}</b>
                {place !== null && <small>{words.places(place, place)}</small>}
              </span>
              <span>{words.rewardStates[status]}</span>
            </li>
          )
        })}
      </ul>
    </>
  )
}

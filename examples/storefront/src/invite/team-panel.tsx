import { useReferral, useReferralTree } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useMoment, useWords } from '../language/language.tsx'
import { Skeleton } from '../pieces/states.tsx'

const levels = ['direct', 'second'] as const

/** Who came through the member, and who came through them. */
export function TeamPanel(): ReactElement {
  const { invite: words, campaigns } = useWords()
  const { data: referral } = useReferral()
  const [level, setLevel] = useState<(typeof levels)[number]>('direct')
  return (
    <section className="panel panel--text" aria-labelledby="team">
      <h2 className="heading" id="team">
        {words.team}
        {referral !== undefined && (
          <span className="quiet" data-testid="team-count">
            {words.people(referral.directCount)}
          </span>
        )}
      </h2>
      <fieldset className="team-levels" aria-label={campaigns.levelsLabel}>
        {levels.map((each) => (
          <button
            key={each}
            type="button"
            className="button button--quiet button--small"
            aria-pressed={each === level}
            data-testid={`team-${each}`}
            onClick={() => setLevel(each)}
          >
            {campaigns.levels[each]}
          </button>
        ))}
      </fieldset>
      <Members level={level} />
    </section>
  )
}

function Members({ level }: { readonly level: (typeof levels)[number] }): ReactElement {
  const { invite: words, common } = useWords()
  const moment = useMoment()
  const { data, hasNextPage, fetchNextPage } = useReferralTree({ level })
  return (
    <>
      {data === undefined && <Skeleton rows={2} />}
      {data?.items.length === 0 && <p className="quiet">{words.teamEmpty}</p>}
      <ul className="team">
        {data?.items.map(({ memberId, name, joinedAt }) => (
          <li key={memberId} data-testid="team-member">
            <span className="team__face" aria-hidden="true">
              {(name ?? words.friend).slice(0, 1)}
            </span>
            <b>{name ?? words.friend}</b>
            <small>{words.joined(moment(joinedAt, 'day'))}</small>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="button button--quiet button--wide" onClick={() => void fetchNextPage()}>
          {common.more}
        </button>
      )}
    </>
  )
}

import { useReferral, useTeam } from '@siyu/react'
import type { ReactElement } from 'react'
import { useMoment, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { CommissionPanel } from './commission-panel.tsx'
import { LinkPanel } from './link-panel.tsx'
import { ReviewPanel } from './review-panel.tsx'
import { WithdrawPanel } from './withdraw-panel.tsx'

/** Bringing friends: the link, who came, and what it earned. */
export function InvitePage(): ReactElement {
  const { invite: words } = useWords()
  return (
    <Page title={words.title} back>
      <MembersOnly hint={words.signInHint}>
        <LinkPanel />
        <CommissionPanel />
        <WithdrawPanel />
        <ReviewPanel />
        <Team />
      </MembersOnly>
    </Page>
  )
}

function Team(): ReactElement {
  const { invite: words, common } = useWords()
  const moment = useMoment()
  const { data: referral } = useReferral()
  const { data, hasNextPage, fetchNextPage } = useTeam()
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
    </section>
  )
}

import type { HouseholdView } from '@siyu/core/points'
import { useHousehold, usePointsHistory } from '@siyu/react'
import type { ReactElement } from 'react'
import { useMoment, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { InvitePanel, JoinPanel } from './join-panels.tsx'
import { MembersPanel } from './members-panel.tsx'
import { type HouseholdProps, SendPanel } from './send-panel.tsx'

/** The member's household 家庭共享: who is in it, and points sent within it. */
export function HouseholdPage(): ReactElement {
  const { household: words } = useWords().family
  return (
    <Page title={words.title} back>
      <MembersOnly hint={words.signInHint}>
        <Household />
      </MembersOnly>
    </Page>
  )
}

function Household(): ReactElement {
  const { household: words } = useWords().family
  const { data, error, refetch } = useHousehold()
  if (data === undefined) {
    return error === null ? <Skeleton rows={3} tall /> : <Problem error={error} onRetry={() => void refetch()} />
  }
  if (!data.sharing.allowed) return <Empty title={words.off} hint={words.offHint} />
  return data.household === null ? <Alone view={data} /> : <Together view={data} household={data.household} />
}

function Alone({ view }: { readonly view: HouseholdView }): ReactElement {
  const { household: words } = useWords().family
  return (
    <>
      <p className="panel panel--text household__lead">{words.lead(view.sharing.maxMembers)}</p>
      <InvitePanel label={words.create} invitation={null} />
      <JoinPanel />
    </>
  )
}

function Together({ view, household }: HouseholdProps): ReactElement {
  const { household: words } = useWords().family
  const isFull = household.members.length >= view.sharing.maxMembers
  const { members, invitation } = household
  return (
    <>
      <MembersPanel household={household} />
      {!isFull && <InvitePanel label={words.invite} invitation={invitation} ownerId={household.ownerId} />}
      {members.length > 1 && <SendPanel view={view} household={household} />}
      <Sent />
    </>
  )
}

/** Points that went to and fro, as far as the newest entries of the history tell. */
function Sent(): ReactElement {
  const { household: words } = useWords().family
  const moment = useMoment()
  const { data } = usePointsHistory({ limit: 100 })
  const sent = data?.items.filter(({ kind }) => kind === 'transfer') ?? []
  return (
    <section className="panel" aria-label={words.history}>
      <h2 className="heading activities__heading">{words.history}</h2>
      {sent.length === 0 && <p className="quiet household__none">{words.none}</p>}
      <ul className="entries">
        {sent.map(({ id, at, deltaCount }) => (
          <li key={id} className="entry" data-testid="transfer-entry">
            <span className="entry__what">
              <small>{moment(at)}</small>
            </span>
            <strong className={deltaCount < 0 ? 'entry__count' : 'entry__count entry__count--up'}>
              {deltaCount < 0 ? `−${-deltaCount}` : `+${deltaCount}`}
            </strong>
          </li>
        ))}
      </ul>
    </section>
  )
}

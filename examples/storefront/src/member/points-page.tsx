import type { PointsEntry } from '@siyu/core/points'
import { usePointsHistory } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useMoment, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { PointsPanel } from './points-panel.tsx'

/** Every change of the member's points. */
export function PointsPage(): ReactElement {
  const { member: words } = useWords()
  return (
    <Page title={words.history} back>
      <MembersOnly hint={words.signInHint}>
        <PointsPanel link={false} />
        <History />
      </MembersOnly>
    </Page>
  )
}

function History(): ReactElement {
  const { member: words, common } = useWords()
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = usePointsHistory()
  if (isPending) return <Skeleton rows={4} />
  if (data === undefined) return <Problem error={error} onRetry={() => void refetch()} />
  if (data.items.length === 0) return <Empty title={words.historyEmpty} hint={words.historyEmptyHint} />
  return (
    <>
      <ul className="panel entries" aria-label={words.history}>
        {data.items.map((entry) => (
          <Entry key={entry.id} entry={entry} />
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

function Entry({ entry }: { readonly entry: PointsEntry }): ReactElement {
  const { member: words, orders, club } = useWords()
  const moment = useMoment()
  const { kind, deltaCount, orderId, reference, at } = entry
  return (
    <li className="entry" data-testid="points-entry" data-kind={kind}>
      <span className="entry__what">
        <b>{words.kinds[kind]}</b>
        <small>
          {moment(at)}
          {reference !== null && <span className="entry__reference">{club.entryOf(reference)}</span>}
          {orderId !== null && <Link to={`/orders/${orderId}`}>{orders.detail}</Link>}
        </small>
      </span>
      <strong className={deltaCount < 0 ? 'entry__count' : 'entry__count entry__count--up'}>
        {deltaCount < 0 ? `−${-deltaCount}` : `+${deltaCount}`}
      </strong>
    </li>
  )
}

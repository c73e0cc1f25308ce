import type { ExpiringPoints } from '@siyu/core/points'
import { usePoints } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useMoment, useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Skeleton } from '../pieces/states.tsx'

/** How many of the next ends are told of. */
const shownEnds = 3

/** The member's points by what can be done with them, and what ends when. */
export function PointsPanel({ link = true }: { readonly link?: boolean }): ReactElement {
  const { member: words, club } = useWords()
  const moment = useMoment()
  const { data } = usePoints()
  if (data === undefined) return <Skeleton rows={1} tall />
  const { spendableCount, pendingCount, heldCount, debtCount, expiring, isFrozen } = data
  return (
    <section className="panel balances" aria-labelledby="points-heading">
      <div className="heading-row">
        <h2 className="heading" id="points-heading">
          {words.points}
        </h2>
        {link && (
          <Link className="more-link" to="/me/points" data-testid="go-points">
            {words.history}
            <Icon name="next" small />
          </Link>
        )}
      </div>
      <dl className="figures">
        <Figure name={words.spendable} count={spendableCount} testId="points-spendable" isFirst />
        <Figure name={words.pending} count={pendingCount} testId="points-pending" />
        <Figure name={words.held} count={heldCount} testId="points-held" />
      </dl>
      {debtCount > 0 && (
        <p className="balances__debt" data-testid="points-debt">
          {words.debt(debtCount)}
        </p>
      )}
      {isFrozen === true && (
        <p className="balances__debt" data-testid="points-frozen">
          {club.frozen}
        </p>
      )}
      {byDay(expiring, (at) => moment(at, 'day')).map(({ day, count }) => (
        <p key={day} className="quiet" data-testid="points-expiring">
          {words.expiring(count, day)}
        </p>
      ))}
    </section>
  )
}

type DayEnd = { readonly day: string; readonly count: number }

/** The next days on which points end: a member thinks in days, not in the moments of each lot. */
function byDay(expiring: readonly ExpiringPoints[], dayOf: (at: number) => string): readonly DayEnd[] {
  const counts = new Map<string, number>()
  for (const { at, count } of expiring) counts.set(dayOf(at), (counts.get(dayOf(at)) ?? 0) + count)
  return [...counts].slice(0, shownEnds).map(([day, count]) => ({ day, count }))
}

type FigureProps = {
  readonly name: string
  readonly count: number
  readonly testId: string
  readonly isFirst?: boolean
}

function Figure({ name, count, testId, isFirst = false }: FigureProps): ReactElement {
  return (
    <div className={isFirst ? 'figure figure--first' : 'figure'}>
      <dt>{name}</dt>
      <dd data-testid={testId}>{count}</dd>
    </div>
  )
}

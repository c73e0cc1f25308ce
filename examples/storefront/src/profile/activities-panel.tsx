import type { ActivityKind, PointsActivities } from '@siyu/core/points'
import { useCheckInStatus, useDoneActivities, usePointsActivities, useTierSettings } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'

const order: readonly ActivityKind[] = ['sign_up', 'profile', 'check_in', 'review', 'birthday']
/** Where a member goes to do it. */
const ways: Partial<Readonly<Record<ActivityKind, string>>> = { check_in: '/me/check-in', review: '/orders' }

/** What brings points beside buying, and what of it is done. Nothing where nothing does. */
export function ActivitiesPanel(): ReactElement | null {
  const { profile: words } = useWords().family
  const { data: settings } = usePointsActivities()
  const { activities = [] } = useTierSettings().data ?? {}
  if (settings === undefined) return null
  const growthOf = (kind: ActivityKind): number => activities.find((each) => each.kind === kind)?.growthCount ?? 0
  const shown = order.filter((kind) => countOf(settings, kind) > 0 || (growthOf(kind) > 0 && kind !== 'check_in'))
  if (shown.length === 0) return null
  return (
    <section className="panel" aria-label={words.activities}>
      <h2 className="heading activities__heading">{words.activities}</h2>
      <ul>
        {shown.map((kind) => (
          <Activity key={kind} kind={kind} count={countOf(settings, kind)} growthCount={growthOf(kind)} />
        ))}
      </ul>
    </section>
  )
}

type ActivityProps = { readonly kind: ActivityKind; readonly count: number; readonly growthCount: number }

function Activity({ kind, count, growthCount }: ActivityProps): ReactElement {
  const { profile: words } = useWords().family
  const isDone = useIsDone()(kind)
  const to = isDone ? undefined : ways[kind]
  const worth = [...(count > 0 ? [words.points(count)] : []), ...(growthCount > 0 ? [words.growth(growthCount)] : [])]
  const state = isDone ? words.done : words.open
  return (
    <li className="activity" data-testid="activity" data-kind={kind} data-done={isDone}>
      <span className="activity__what">
        <b>{words.kinds[kind]}</b>
        <small>{words.hints[kind]}</small>
      </span>
      <span className="activity__worth">{worth.join(' ')}</span>
      {to === undefined ? (
        <span className={isDone ? 'activity__state activity__state--done' : 'activity__state'}>
          {isDone && <Icon name="check" small />}
          {state}
        </span>
      ) : (
        <Link className="activity__state activity__state--way" to={to}>
          {state}
          <Icon name="next" small />
        </Link>
      )}
    </li>
  )
}

/** Points of an activity; of a check-in those of the first day. */
function countOf(settings: PointsActivities, kind: ActivityKind): number {
  const { signUpCount, checkIn, reviewCount, profileCount, birthdayCount } = settings
  const counts: Readonly<Record<ActivityKind, number>> = {
    ...{ sign_up: signUpCount, profile: profileCount, check_in: checkIn?.dayCounts[0] ?? 0 },
    ...{ review: reviewCount, birthday: birthdayCount },
  }
  return counts[kind]
}

/** Tells whether an activity is done: ever, today, or this year. There is always another review to write. */
export function useIsDone(): (kind: ActivityKind) => boolean {
  const items = useDoneActivities().data?.items ?? []
  const checkIn = useCheckInStatus().data
  const year = checkIn?.today.slice(0, 4) ?? String(new Date().getFullYear())
  return (kind) => {
    if (kind === 'review') return false
    if (kind === 'check_in') return checkIn?.isCheckedIn === true
    return items.some((each) => each.kind === kind && (kind !== 'birthday' || each.day.startsWith(year)))
  }
}

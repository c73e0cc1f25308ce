import type { CheckInStatus } from '@siyu/core/points'
import { useCheckIn, useErrorWords } from '@siyu/react'
import type { ReactElement } from 'react'
import { useLanguage, useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { useToast } from '../pieces/toast.tsx'
import { utcOf } from './month.ts'

/** Today's check-in with one tap, and what the days after it give. */
export function TodayPanel({ status }: { readonly status: CheckInStatus }): ReactElement {
  const { checkIn: words } = useWords().club
  const { isCheckedIn, streakCount, todayCount } = status
  return (
    <section className="panel today" aria-label={words.title} data-checked={isCheckedIn}>
      <div className="today__streak">
        <p>
          <span className="quiet">{words.streak}</span>
          <strong>
            <b className="today__count" data-testid="streak">
              {streakCount}
            </b>{' '}
            {words.days(streakCount)}
          </strong>
        </p>
        <span className="today__mark" aria-hidden="true">
          <Icon name={isCheckedIn ? 'check' : 'calendar'} />
        </span>
      </div>
      {isCheckedIn ? (
        <p className="today__done" data-testid="checked-in">
          <Icon name="check" small />
          {words.done}
          <span>{todayCount > 0 ? words.gave(todayCount) : words.gaveNothing}</span>
        </p>
      ) : (
        <CheckInButton count={todayCount} />
      )}
      <Coming status={status} />
    </section>
  )
}

function CheckInButton({ count }: { readonly count: number }): ReactElement {
  const { checkIn: words } = useWords().club
  const checkIn = useCheckIn()
  const wordsFor = useErrorWords()
  const toast = useToast()
  const act = async (): Promise<void> => {
    try {
      const given = await checkIn.mutateAsync({})
      toast(given.count > 0 ? words.toast(given.count) : words.toastPlain)
    } catch (error) {
      toast(wordsFor(error))
    }
  }
  return (
    <button
      type="button"
      className="button button--buy button--wide"
      data-testid="check-in"
      disabled={checkIn.isPending}
      onClick={() => void act()}
    >
      {count > 0 ? words.act(count) : words.actPlain}
    </button>
  )
}

const shownDays = 7

/** Today and the days after it, none missed. */
function Coming({ status }: { readonly status: CheckInStatus }): ReactElement {
  const { words, locale } = useLanguage()
  const { checkIn } = words.club
  const { today, todayCount, isCheckedIn, next } = status
  const short = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'numeric', day: 'numeric' })
  const days = [{ day: today, count: todayCount }, ...next.filter(({ day }) => day > today)].slice(0, shownDays)
  return (
    <ol className="coming" aria-label={checkIn.coming}>
      {days.map(({ day, count }) => (
        <li key={day} className={day === today && isCheckedIn ? 'coming__day coming__day--done' : 'coming__day'}>
          <b>+{count}</b>
          <small>{day === today ? checkIn.today : short.format(utcOf(day))}</small>
        </li>
      ))}
    </ol>
  )
}

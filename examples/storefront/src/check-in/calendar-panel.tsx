import type { CheckInStatus } from '@siyu/core/points'
import { useCheckInStatus } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useLanguage } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { monthPlus, type Square, squaresOf, utcOf } from './month.ts'

/** How many months back the calendar goes. */
const pastMonths = 12

/** A month with the days that were checked in on. */
export function CalendarPanel({ status }: { readonly status: CheckInStatus }): ReactElement {
  const { words, locale } = useLanguage()
  const { checkIn } = words.club
  const [back, setBack] = useState(0)
  const month = monthPlus(status.month, -back)
  const { data } = useCheckInStatus(back === 0 ? undefined : month)
  const given = new Map(data?.days.map(({ day, count }) => [day, count]))
  const name = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', month: 'long' })
  return (
    <section className="panel calendar" aria-label={checkIn.calendar}>
      <header className="calendar__top">
        <Turn icon="back" label={checkIn.earlier} isOff={back >= pastMonths} onTurn={() => setBack(back + 1)} />
        <h2 className="heading" aria-live="polite">
          {name.format(utcOf(month))}
        </h2>
        <Turn icon="next" label={checkIn.later} isOff={back === 0} onTurn={() => setBack(back - 1)} />
      </header>
      <ul className="calendar__days" data-testid="calendar">
        {weekdayKeys.map((key, at) => (
          <li key={key} className="calendar__weekday" aria-hidden="true">
            {checkIn.weekdays[at]}
          </li>
        ))}
        {squaresOf(month).map((square) => (
          <Day key={square.key} square={square} count={given.get(square.day ?? '')} today={status.today} />
        ))}
      </ul>
    </section>
  )
}

const weekdayKeys = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

type TurnProps = {
  readonly icon: 'back' | 'next'
  readonly label: string
  readonly isOff: boolean
  readonly onTurn: () => void
}

function Turn({ icon, label, isOff, onTurn }: TurnProps): ReactElement {
  return (
    <button type="button" className="icon-button" aria-label={label} disabled={isOff} onClick={onTurn}>
      <Icon name={icon} small />
    </button>
  )
}

type DayProps = { readonly square: Square; readonly count: number | undefined; readonly today: string }

function Day({ square: { day, number }, count, today }: DayProps): ReactElement {
  const { words } = useLanguage()
  if (day === null) return <li aria-hidden="true" />
  const isChecked = count !== undefined
  return (
    <li
      className={isChecked ? 'calendar__day calendar__day--checked' : 'calendar__day'}
      aria-current={day === today ? 'date' : undefined}
      {...(isChecked && { 'data-testid': 'checked-day' })}
    >
      <span aria-hidden={isChecked}>{number}</span>
      {isChecked && (
        <>
          <small aria-hidden="true">+{count}</small>
          <span className="sr-only">{words.club.checkIn.checked(day, count)}</span>
        </>
      )}
    </li>
  )
}

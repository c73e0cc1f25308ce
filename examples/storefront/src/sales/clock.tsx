import { useCountdown } from '@siyu/react'
import { type ReactElement, useEffect, useRef } from 'react'
import { useWords } from '../language/language.tsx'

export type ClockProps = {
  readonly until: number
  readonly label: string
  /** Told once, when the time has come. */
  readonly onDone?: (() => void) | undefined
}

/** Counts down to a moment. */
export function Clock({ until, label, onDone }: ClockProps): ReactElement {
  const { sales } = useWords()
  const { days, hours, minutes, seconds, isDone } = useCountdown(until)
  const told = useRef(false)
  useEffect(() => {
    if (!isDone || told.current) return
    told.current = true
    onDone?.()
  }, [isDone, onDone])
  const clock = [hours, minutes, seconds].map((part) => String(part).padStart(2, '0')).join(':')
  return (
    <span className="sale-clock" role="timer" data-testid="clock">
      {label} <b>{sales.clock(days, clock)}</b>
    </span>
  )
}

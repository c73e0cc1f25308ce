import { useSyncExternalStore } from 'react'

/** Time left, in whole units that add up. */
export type Countdown = {
  readonly days: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  readonly leftMs: number
  readonly isDone: boolean
  /** False in a page a server rendered, until the browser has taken over: the time is not known there. */
  readonly isReady: boolean
}

const secondMs = 1_000

/** Counts down to a moment, once a second. With null it stands still at zero, not done. */
export function useCountdown(until: number | null): Countdown {
  const now = useSyncExternalStore(everySecond, currentSecond, noTime)
  if (now === null || until === null) return { ...parts(0), leftMs: 0, isDone: false, isReady: false }
  const leftMs = Math.max(0, until - now)
  return { ...parts(Math.ceil(leftMs / secondMs)), leftMs, isDone: leftMs === 0, isReady: true }
}

function parts(total: number): Pick<Countdown, 'days' | 'hours' | 'minutes' | 'seconds'> {
  const minutes = Math.floor(total / 60)
  const hours = Math.floor(minutes / 60)
  return { days: Math.floor(hours / 24), hours: hours % 24, minutes: minutes % 60, seconds: total % 60 }
}

function everySecond(listener: () => void): () => void {
  const timer = setInterval(listener, secondMs)
  return () => clearInterval(timer)
}

function currentSecond(): number {
  return Math.floor(Date.now() / secondMs) * secondMs
}

function noTime(): null {
  return null
}

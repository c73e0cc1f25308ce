import type { EventFilter } from './events.ts'

/** An event that must not lie between two steps, counted from 1. */
export type FunnelExclusion = EventFilter & { readonly afterStep: number; readonly beforeStep: number }

/**
 * A funnel. Each event that could begin it begins an attempt, if it lies within [`fromAt`, `untilAt`). An attempt takes
 * the steps at the earliest events that fit, each at an event of its own, the last at most `windowMs` after the first
 * (end included). A person counts with their best attempt, so an abandoned try does not spoil a later one. Events of
 * the same millisecond are taken in the order of the first step they match, then of their message id.
 */
export type FunnelQuery = {
  /** 1 to `FUNNEL_STEPS_MAX`. */
  readonly steps: readonly EventFilter[]
  readonly windowMs: number
  /**
   * `ordered`: one after the other; other events may lie between. `strict`: nothing else that the person did lies
   * between. `unordered`: in any order; of the steps still open that an event fits, it takes the one with the most
   * conditions, and step k is whichever was taken as the k-th.
   */
  readonly order: 'ordered' | 'strict' | 'unordered'
  /**
   * An attempt with such an event between the two steps, or after the first of them while the second is still to come,
   * does not count; a person without another one is left out altogether. In any order the attempt ends there, with the
   * steps up to `afterStep`. At most `FUNNEL_EXCLUSIONS_MAX`.
   */
  readonly exclusions?: readonly FunnelExclusion[] | undefined
  /** Epoch milliseconds of the earliest start. Default: no bound. */
  readonly fromAt?: number | undefined
  /** Epoch milliseconds every start lies before. Default: no bound. Later steps may lie after it. */
  readonly untilAt?: number | undefined
}

export const FUNNEL_STEPS_MAX = 20
export const FUNNEL_EXCLUSIONS_MAX = 5

/** Throws a RangeError on a query no funnel can answer; callers validate input before. */
export function checkFunnel({ steps, windowMs, exclusions = [] }: FunnelQuery): void {
  if (steps.length < 1 || steps.length > FUNNEL_STEPS_MAX)
    throw new RangeError(`a funnel has 1 to ${FUNNEL_STEPS_MAX} steps`)
  if (!Number.isSafeInteger(windowMs) || windowMs < 0) throw new RangeError('windowMs is a whole number ≥ 0')
  if (exclusions.length > FUNNEL_EXCLUSIONS_MAX)
    throw new RangeError(`a funnel has at most ${FUNNEL_EXCLUSIONS_MAX} exclusions`)
  for (const { afterStep, beforeStep } of exclusions) {
    if (!(Number.isInteger(afterStep) && afterStep >= 1 && beforeStep > afterStep && beforeStep <= steps.length))
      throw new RangeError('an exclusion lies after one step and before a later one')
  }
}

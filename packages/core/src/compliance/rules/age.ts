import type { AgeBand } from '../schema.ts'

const MINUTE_MS = 60_000
/** Under it a parent or guardian must agree: PIPL art. 31. */
const CHILD_UNTIL_YEARS = 14
/** Under it: Civil Code art. 17, Regulations on the Protection of Minors Online art. 24. */
const MINOR_UNTIL_YEARS = 18

/**
 * The age band of somebody born on a day (`YYYY-MM-DD`), at a moment in a zone that is `offsetMinutes` ahead of UTC. A
 * birthday counts from the start of the day; who was born on 29 February has it on 1 March in other years.
 */
export function ageBandOf(birthday: string | null, now: number, offsetMinutes: number): AgeBand {
  if (birthday === null) return 'unknown'
  const today = new Date(now + offsetMinutes * MINUTE_MS).toISOString().slice(0, 10)
  const years = Number(today.slice(0, 4)) - Number(birthday.slice(0, 4))
  const age = today.slice(5) >= birthday.slice(5) ? years : years - 1
  if (age < CHILD_UNTIL_YEARS) return 'child'
  return age < MINOR_UNTIL_YEARS ? 'minor' : 'adult'
}

/** What somebody under 18 is kept out of. */
export type AdultActivity = 'automated_marketing' | 'personalisation' | 'lottery' | 'commission'

/** Whether somebody of this age may take part. Who has not told their age is not taken for a child. */
export function mayTakePart(ageBand: AgeBand, _activity: AdultActivity): boolean {
  return ageBand === 'adult' || ageBand === 'unknown'
}

import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { campaignWords } from './words.ts'

/** Where a campaign stands by the clock of this device. */
export function PhaseTag({ startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number }): ReactElement {
  const say = useSay(campaignWords)
  const now = Date.now()
  const phase = now < startsAt ? 'upcoming' : now < endsAt ? 'open' : 'ended'
  const color = { upcoming: 'created', open: 'completed', ended: 'cancelled' }[phase]
  return (
    <span className="tag" data-status={color}>
      {say(phase)}
    </span>
  )
}

import type { CampaignView } from '@siyu/core/campaigns'

export type Phase = 'next' | 'running' | 'waiting' | 'awarded' | 'stopped'

/** Where a campaign stands at a moment. */
export function phaseOf({ state, stopped, startsAt, endsAt }: CampaignView, now: number): Phase {
  if (stopped !== null) return 'stopped'
  if (state === 'awarded') return 'awarded'
  if (now < startsAt) return 'next'
  return now < endsAt ? 'running' : 'waiting'
}

/** An amount in yuan without a fraction that is none. */
export function yuan(minor: number): string {
  return minor % 100 === 0 ? String(minor / 100) : (minor / 100).toFixed(2)
}

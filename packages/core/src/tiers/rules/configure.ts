import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { TiersConfigured } from '../events.ts'
import type { configureTiers } from '../operators.ts'
import type { TierSettings } from '../schema.ts'

export type ConfigureFacts = {
  readonly settings: TierSettings
  /** The number of the settings that are replaced; absent: 0. */
  readonly revision?: number | undefined
}

/** Replace the tiers: strictly rising, the first at 0, every id once; an activity counts once. */
export function configure(facts: ConfigureFacts): Decision<TiersConfigured, CodeOf<typeof configureTiers>> {
  const { settings, revision = 0 } = facts
  const { tiers, activities = [] } = settings
  if (tiers[0]?.growthRequired !== 0)
    return refuse('tiers_unordered', { tierId: tiers[0]?.id, reason: 'first_above_0' })
  const seen = new Set<string>()
  let lastRequired = -1
  for (const { id, growthRequired } of tiers) {
    if (growthRequired <= lastRequired) return refuse('tiers_unordered', { tierId: id, reason: 'not_rising' })
    if (seen.has(id)) return refuse('tiers_unordered', { tierId: id, reason: 'id_repeated' })
    seen.add(id)
    lastRequired = growthRequired
  }
  const repeated = activities.find(({ kind }, at) => activities.findIndex((each) => each.kind === kind) < at)
  if (repeated !== undefined) return refuse('activity_repeated', { kind: repeated.kind })
  return accept({ type: 'tiers_configured', settings, revision: revision + 1 })
}

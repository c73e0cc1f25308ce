import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import { floorRate, floorRatio } from '../money/index.ts'
import type { configureTiers } from './contract.ts'
import type { GrowthChanged, MemberTier, Tier, TierChanged, TierSettings, TiersConfigured } from './schema.ts'

/** Growth value 成长值 for net sales: ⌊net · bps / 10000⌋. */
export function growthFor(netMinor: number, growthBps: number): number {
  return floorRate(netMinor, growthBps)
}

/** The highest tier that this growth reaches. */
export function tierFor(settings: Pick<TierSettings, 'tiers'>, growthCount: number): Tier {
  const tier = [...settings.tiers].reverse().find((each) => each.growthRequired <= growthCount) ?? settings.tiers[0]
  if (tier === undefined) throw new RangeError('a club has at least one tier')
  return tier
}

/**
 * Where a member stands and what the next tier needs. The tier is the one they hold: after a change of the settings
 * that may be another than their growth alone would give.
 */
export function memberTier(
  settings: Pick<TierSettings, 'tiers'>,
  growthCount: number,
  currentTierId: string,
): MemberTier {
  const tier = settings.tiers.find(({ id }) => id === currentTierId) ?? tierFor(settings, growthCount)
  const next = settings.tiers[settings.tiers.indexOf(tier) + 1] ?? null
  if (next === null) return { tier, growthCount, next, neededCount: 0, progressBps: 10_000 }
  const wayCount = next.growthRequired - tier.growthRequired
  const doneCount = Math.min(wayCount, Math.max(0, growthCount - tier.growthRequired))
  return {
    tier,
    growthCount,
    next,
    neededCount: Math.max(0, next.growthRequired - growthCount),
    progressBps: floorRatio(10_000, doneCount, wayCount),
  }
}

export type MoveGrowthFacts = {
  readonly memberId: string
  /** Growth and tier before the move. */
  readonly growthCount: number
  readonly tierId: string
  readonly deltaCount: number
  readonly orderId: string
  readonly settings: Pick<TierSettings, 'tiers'>
}

/**
 * Growth moves, and the tier with it. More growth raises the tier at once and never lowers it; a refund lowers it only
 * when it crosses the line of a tier. So a change of the settings alone demotes nobody. Nothing moves for 0.
 */
export function moveGrowth(facts: MoveGrowthFacts): readonly (GrowthChanged | TierChanged)[] {
  const { memberId, tierId, deltaCount, orderId } = facts
  if (deltaCount === 0) return []
  const toTierId = tierAfter(facts)
  const moved: GrowthChanged = { type: 'growth_changed', memberId, deltaCount, orderId }
  if (toTierId === tierId) return [moved]
  return [moved, { type: 'tier_changed', memberId, fromTierId: tierId, toTierId }]
}

function tierAfter({ growthCount, tierId, deltaCount, settings }: MoveGrowthFacts): string {
  const before = tierFor(settings, growthCount)
  const after = tierFor(settings, growthCount + deltaCount)
  const held = settings.tiers.find(({ id }) => id === tierId)
  if (held === undefined) return after.id
  if (deltaCount > 0) return after.growthRequired > held.growthRequired ? after.id : tierId
  const isCrossed = after.growthRequired < before.growthRequired
  return isCrossed && after.growthRequired < held.growthRequired ? after.id : tierId
}

export type ConfigureFacts = { readonly settings: TierSettings }

/** Replace the tiers: strictly rising, the first at 0, every id once. */
export function configure({ settings }: ConfigureFacts): Decision<TiersConfigured, CodeOf<typeof configureTiers>> {
  const { tiers } = settings
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
  return accept({ type: 'tiers_configured', settings })
}

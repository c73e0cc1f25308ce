import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { ComplianceConfigured, PolicySaved } from '../events.ts'
import type { ComplianceSettings } from '../operator-schema.ts'
import type { savePolicy } from '../operators.ts'
import { MAX_POLICIES, type Policy } from '../schema.ts'

/** How far the clock of the operator's device may be behind: what is published "now" is a little earlier on arrival. */
export const CLOCKS_DIFFER_MS = 600_000

export type SavePolicyFacts = {
  readonly policy: Policy
  readonly known: readonly Policy[]
  readonly now: number
}

/** Publish a version. One in force was agreed to as it is, so it never changes, and none can begin in the past. */
export function publish({ policy, known, now }: SavePolicyFacts): Decision<PolicySaved, CodeOf<typeof savePolicy>> {
  const before = known.find(({ version }) => version === policy.version)
  if (before !== undefined && before.effectiveFrom <= now) return refuse('policy_in_force')
  if (policy.effectiveFrom < now - CLOCKS_DIFFER_MS) return refuse('policy_backdated')
  if (before === undefined && known.length >= MAX_POLICIES) return refuse('policies_full')
  return accept({ type: 'policy_saved', policy, created: before === undefined })
}

/** Replaces the times. Requests that are open keep the ones they were made under. */
export function configure(settings: ComplianceSettings): ComplianceConfigured {
  return { type: 'compliance_configured', settings }
}

import { expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { savePolicy } from '../operators.ts'
import { MAX_POLICIES, type Policy } from '../schema.ts'
import { CLOCKS_DIFFER_MS, configure, publish, type SavePolicyFacts } from './policy.ts'

const now = 1_767_225_600_000
const policy: Policy = {
  ...{ version: 'v2', effectiveFrom: now, purposes: ['analytics'], url: null },
  summary: { zh: '新', en: 'New' },
}
const good: SavePolicyFacts = { policy, known: [{ ...policy, version: 'v1', effectiveFrom: 5 }], now }
const many = Array.from({ length: MAX_POLICIES }, (_, at) => ({ ...policy, version: `w${at}`, effectiveFrom: 5 }))

it('refuses in the order of the contract', () => {
  const tried = tryRefusals(savePolicy, publish, good, {
    policy_in_force: (facts) => ({ ...facts, known: [...facts.known, { ...policy, effectiveFrom: now }] }),
    policy_backdated: (facts) => ({ ...facts, policy: { ...policy, effectiveFrom: now - CLOCKS_DIFFER_MS - 1 } }),
    policies_full: (facts) => ({ ...facts, known: many }),
  })
  expect(tried.alone).toEqual(tried.wanted)
  expect(tried.together).toEqual(tried.wanted)
})

it('publishes a new version, and changes one that nobody could agree to yet', () => {
  expect(publish(good)).toEqual({ ok: true, events: [{ type: 'policy_saved', policy, created: true }] })
  const waiting = { ...good, known: [...good.known, { ...policy, effectiveFrom: now + 1 }] }
  expect(publish(waiting)).toMatchObject({ events: [{ created: false }] })
  const settings = { answerDays: 5, coolingOffDays: 0 }
  expect(configure(settings)).toEqual({ type: 'compliance_configured', settings })
})

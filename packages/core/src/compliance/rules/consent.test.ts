import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { setConsent } from '../contract.ts'
import type { ConsentReceipt } from '../operator-schema.ts'
import { setMemberConsent } from '../operators.ts'
import { type AgeBand, allPurposes, type Consent, type Policy, type Purpose } from '../schema.ts'
import { ageBandOf, mayTakePart } from './age.ts'
import {
  adopt,
  consentState,
  currentPolicy,
  listConsents,
  mayProcess,
  type ProcessFacts,
  record,
  recordFor,
  type SetConsentFacts,
} from './consent.ts'

const now = 1_772_323_200_000
const policy = (version: string, effectiveFrom: number, purposes: readonly Purpose[] = allPurposes): Policy => ({
  ...{ version, effectiveFrom, purposes, url: null },
  summary: { zh: '隐私政策', en: 'Privacy policy' },
})
const said = (
  about: Consent['about'],
  granted = true,
  policyVersion: string | null = 'v1',
  at = now - 10,
): Consent => ({
  ...{ about, granted, policyVersion, at },
})
const facts: ProcessFacts = { consents: [], policies: [policy('v1', 0)], ageBand: 'adult', isLeaving: false }
const saying = { granted: true, policyVersion: 'v1', locale: 'zh-CN', screen: 'privacy' }
const good: SetConsentFacts = {
  ...{ ...facts, saying, now, subject: { memberId: 'mem_1' }, about: 'analytics', source: 'self' },
}

describe('ageBandOf', () => {
  it.each([
    [null, 'unknown'],
    ['2012-03-01', 'minor'],
    ['2012-03-02', 'child'],
    ['2008-03-01', 'adult'],
    ['2008-03-02', 'minor'],
    ['2012-02-29', 'minor'],
    ['1950-01-01', 'adult'],
  ] as const)('born %s is %s on 1 March 2026', (birthday, band) => {
    expect(ageBandOf(birthday, Date.UTC(2026, 2, 1, 1), 0)).toBe(band)
  })

  it('counts days in the zone of the brand, not in UTC', () => {
    const evening = Date.UTC(2026, 1, 28, 16, 0)
    expect([ageBandOf('2012-03-01', evening, 480), ageBandOf('2012-03-01', evening - 1, 480)]).toEqual([
      'minor',
      'child',
    ])
    expect(ageBandOf('2012-03-01', evening, 0)).toBe('child')
  })

  it('keeps nobody out who is grown up or has not told, and everybody who is not', () => {
    const bands = ['child', 'minor', 'adult', 'unknown'] as const
    expect(bands.map((band) => mayTakePart(band, 'commission'))).toEqual([false, false, true, true])
  })
})

describe('mayProcess', () => {
  it('rests service on the contract and everything else on a yes', () => {
    expect(mayProcess(facts, 'service', now)).toEqual({ ok: true, basis: 'contract' })
    expect(mayProcess(facts, 'analytics', now)).toEqual({ ok: false, reason: 'unasked' })
    const agreed = { ...facts, consents: [said('analytics')] }
    expect(mayProcess(agreed, 'analytics', now)).toEqual({ ok: true, basis: 'consent' })
    expect(mayProcess(agreed, 'personalisation', now)).toEqual({ ok: false, reason: 'unasked' })
  })

  it('asks again when the policy changed what it says of the purpose, and only then', () => {
    const consents = [said('analytics'), said('marketing.sms')]
    const policies = [policy('v2', now, ['marketing.sms']), policy('v1', 0)]
    expect(mayProcess({ ...facts, consents, policies }, 'marketing.sms', now)).toMatchObject({ reason: 'outdated' })
    expect(mayProcess({ ...facts, consents, policies }, 'marketing.sms', now - 1)).toMatchObject({ ok: true })
    expect(mayProcess({ ...facts, consents, policies }, 'analytics', now)).toMatchObject({ ok: true })
  })

  it('keeps a no a no whatever the policy says later', () => {
    const consents = [said('analytics', false, null)]
    expect(mayProcess({ ...facts, consents, policies: [policy('v9', now)] }, 'analytics', now)).toMatchObject({
      reason: 'withdrawn',
    })
  })

  it('does nothing with children without their guardian, and markets to nobody under 18', () => {
    const consents = allPurposes.map((purpose) => said(purpose))
    const child = { ...facts, consents, ageBand: 'child' as const }
    expect(mayProcess(child, 'service', now)).toEqual({ ok: false, reason: 'guardian_missing' })
    const guarded = { ...child, consents: [...consents, said('guardian')] }
    const allowed = (each: ProcessFacts) => allPurposes.filter((purpose) => mayProcess(each, purpose, now).ok)
    expect(allowed(guarded)).toEqual(['service', 'analytics', 'share_with_third_party'])
    expect(allowed({ ...facts, consents, ageBand: 'minor' })).toEqual([
      'service',
      'analytics',
      'share_with_third_party',
    ])
    expect(allowed({ ...facts, consents, ageBand: 'unknown' })).toEqual([...allPurposes])
    expect(allowed({ ...facts, consents, isLeaving: true })).toEqual([])
  })

  it('follows the last word, over any history of words and policies', () => {
    const word = fc.record({
      about: fc.constantFrom(...allPurposes),
      granted: fc.boolean(),
      policyVersion: fc.constantFrom('v1', 'v2', 'v3'),
      at: fc.integer({ min: 0, max: now }),
    })
    const versions = fc.subarray([policy('v1', 0), policy('v2', 5, ['analytics']), policy('v3', 9)], { minLength: 1 })
    fc.assert(
      fc.property(fc.uniqueArray(word, { selector: ({ about }) => about }), versions, (consents, policies) => {
        for (const purpose of allPurposes.slice(1)) {
          const one = consents.find(({ about }) => about === purpose)
          const current = currentPolicy(policies, purpose, now)?.version
          const wanted = one?.granted === true && (current === undefined || current === one.policyVersion)
          expect(mayProcess({ ...facts, consents, policies }, purpose, now).ok).toBe(wanted)
        }
      }),
    )
  })
})

describe('record', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(setConsent, record, good, {
      subject_missing: (each) => ({ ...each, subject: undefined }),
      service_essential: (each) => ({ ...each, about: 'service', saying: { ...each.saying, granted: false } }),
      policy_missing: (each) => ({ ...each, policies: [] }),
      policy_outdated: (each) => ({ ...each, saying: { ...each.saying, policyVersion: 'v0' } }),
      guardian_missing: (each) => ({ ...each, ageBand: 'child' }),
      member_minor: (each) => ({
        ...each,
        about: 'marketing.sms',
        ageBand: each.ageBand === 'child' ? 'child' : 'minor',
      }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together.filter((code) => code !== 'service_essential')).toEqual(
      tried.wanted.filter((code) => code !== 'service_essential'),
    )
  })

  it('writes a receipt without a trace of the person, and none for the same word again', () => {
    const event = {
      ...{ type: 'consent_recorded', memberId: 'mem_1', about: 'analytics', granted: true, policyVersion: 'v1' },
      ...{ saidAt: now, locale: 'zh-CN', screen: 'privacy', source: 'self', first: true },
    }
    expect(record(good)).toEqual({ ok: true, events: [event] })
    expect(record({ ...good, consents: [said('analytics')] })).toEqual({ ok: true, events: [] })
    const again = { ...good, consents: [said('analytics', true, 'v0')] }
    expect(record(again)).toEqual({ ok: true, events: [{ ...event, first: false }] })
    expect(record({ ...good, subject: { visitorId: 'vis_1' } })).toMatchObject({
      events: [{ type: 'visitor_consent_recorded', visitorId: 'vis_1' }],
    })
  })

  it('takes every no, of anybody, under any policy, at any age', () => {
    const no = { ...good, saying: { ...saying, granted: false, policyVersion: undefined } }
    for (const ageBand of ['child', 'minor', 'adult', 'unknown'] as const) {
      for (const about of allPurposes.slice(1)) {
        const decision = record({ ...no, about, ageBand, policies: [], consents: [said(about)] })
        expect(decision).toMatchObject({ ok: true, events: [{ granted: false, policyVersion: null }] })
      }
    }
  })
})

it('an operator writes down a guardian’s word; the refusals are those of the member’s own call', () => {
  const { subject: _, source: __, ...rest } = good
  const child = { ...rest, memberId: 'mem_1', hasMember: true, ageBand: 'child' as const }
  expect(recordFor(child)).toMatchObject({ refusal: { code: 'guardian_missing' } })
  expect(recordFor({ ...child, about: 'guardian' })).toMatchObject({
    events: [{ about: 'guardian', source: 'operator', granted: true }],
  })
  const adult = { ...child, ageBand: 'adult' as AgeBand }
  const tried = tryRefusals(setMemberConsent, recordFor, adult, {
    member_missing: (each) => ({ ...each, hasMember: false }),
    service_essential: (each) => ({ ...each, about: 'service', saying: { ...each.saying, granted: false } }),
    policy_missing: (each) => ({ ...each, policies: [] }),
    policy_outdated: (each) => ({ ...each, saying: { ...each.saying, policyVersion: 'v0' } }),
    guardian_missing: (each) => ({ ...each, ageBand: 'child' }),
    member_minor: (each) => ({ ...each, about: 'personalisation', ageBand: 'minor' }),
  })
  expect(tried.alone).toEqual(tried.wanted)
})

describe('adopt', () => {
  const receipt = (about: Purpose, granted: boolean, at: number): ConsentReceipt => ({
    ...{ ...said(about, granted, granted ? 'v1' : null, at), locale: 'en', screen: 'bar', source: 'self' },
  })

  it('counts what was said before signing in where it is the last word, with its own moment', () => {
    const visitor = [receipt('analytics', true, now - 5), receipt('personalisation', false, now - 50)]
    const consents = [said('personalisation', true, 'v1', now - 10)]
    expect(adopt({ ...facts, consents, memberId: 'mem_1', visitor })).toEqual({
      ok: true,
      events: [
        {
          ...{ type: 'consent_recorded', memberId: 'mem_1', about: 'analytics', granted: true, policyVersion: 'v1' },
          ...{ saidAt: now - 5, locale: 'en', screen: 'bar', source: 'visitor', first: true },
        },
      ],
    })
  })

  it('takes a later no over an earlier yes, and gives nobody under 18 a yes to marketing', () => {
    const visitor = [receipt('analytics', false, now), receipt('marketing.sms', true, now)]
    const minor = { ...facts, consents: [said('analytics')], ageBand: 'minor' as const, memberId: 'mem_1', visitor }
    expect(adopt(minor)).toMatchObject({ events: [{ about: 'analytics', granted: false, first: false }] })
  })
})

it('a page sees every purpose with its state and the policy it is about, the guardian only for a child', () => {
  const policies = [policy('v2', now, ['analytics']), policy('v1', 0)]
  const list = listConsents(
    { ...facts, policies, consents: [said('analytics'), said('marketing.sms', false, null)] },
    now,
  )
  expect(list.items.map(({ about }) => about)).toEqual([...allPurposes])
  expect(list.items.find(({ about }) => about === 'analytics')).toEqual({
    ...{ about: 'analytics', state: 'outdated', at: now - 10, policyVersion: 'v1', currentVersion: 'v2' },
    allowed: false,
  })
  expect(list.policies.map(({ version }) => version)).toEqual(['v1', 'v2'])
  expect(consentState({ policies, consents: [] }, 'analytics', now)).toBe('unasked')
  const child = listConsents({ ...facts, ageBand: 'child' }, now)
  expect(child.items.at(-1)).toMatchObject({ about: 'guardian', state: 'unasked', allowed: false })
})

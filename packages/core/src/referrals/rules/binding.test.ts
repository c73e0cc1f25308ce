import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { bindReferral } from '../contract.ts'
import { type AssignFacts, assign, type BindFacts, type BindingTerms, bind, payees } from '../index.ts'
import { assignReferrer } from '../operators/tree.ts'

const day = 86_400_000
const now = 1_767_225_600_000
const free = { referrerId: null, boundAt: null, rootId: 'mem_c' }
const bound = { referrerId: 'mem_x', boundAt: now - 10 * day, rootId: 'mem_r' }
const good: BindFacts = {
  ...{ memberId: 'mem_c', code: 'abcd2345', ownerId: 'mem_b', bound: free, hasOrdered: false },
  ...{ ownerUplineIds: ['mem_a'], terms: undefined, now },
}

describe('binding', () => {
  it('refuses in the order of the contract', () => {
    const closed: BindingTerms = { mode: 'at_registration', validDays: null, protectionDays: 0 }
    const breaks = {
      code_unknown: (facts: BindFacts) => ({ ...facts, ownerId: undefined }),
      referral_self: (facts: BindFacts) => ({ ...facts, ownerId: facts.memberId }),
      binding_closed: (facts: BindFacts) => ({ ...facts, terms: closed }),
      already_bound: (facts: BindFacts) => ({ ...facts, bound }),
      referral_cycle: (facts: BindFacts) => ({ ...facts, ownerUplineIds: ['mem_a', facts.memberId] }),
    }
    expect(tryRefusals(bindReferral, bind, good, breaks).alone).toEqual(Object.keys(bindReferral.refusals))
    expect(bind({ ...breaks.referral_cycle(good), bound })).toMatchObject({ refusal: { code: 'already_bound' } })
  })

  it('CRMEB one-hop check: a cycle is found however long the chain is', () => {
    const ownerUplineIds = [...Array.from({ length: 500 }, (_, at) => `mem_${at}`), good.memberId]
    expect(bind({ ...good, ownerUplineIds })).toMatchObject({ ok: false, refusal: { code: 'referral_cycle' } })
  })

  const again = (mode: BindingTerms['mode'], more: Partial<BindingTerms> = {}, hasOrdered = false): string => {
    const decision = bind({
      ...{ ...good, bound, hasOrdered },
      terms: { mode, validDays: null, protectionDays: 0, ...more },
    })
    return decision.ok ? 'bound' : decision.refusal.code
  }

  it.each([
    ['first touch stays', again('first_touch'), 'already_bound'],
    ['first touch that ran out gives way', again('first_touch', { validDays: 10 }), 'bound'],
    ['first touch a day before', again('first_touch', { validDays: 11 }), 'already_bound'],
    ['last touch gives way', again('last_touch'), 'bound'],
    ['last touch is protected', again('last_touch', { protectionDays: 11 }), 'already_bound'],
    ['last touch when its protection is over', again('last_touch', { protectionDays: 10 }), 'bound'],
    ['before the first order', again('at_first_order'), 'bound'],
    ['after the first order', again('at_first_order', {}, true), 'already_bound'],
    ['at registration, for good', again('at_registration', { validDays: 1 }), 'already_bound'],
  ])('%s', (_name, seen, wanted) => {
    expect(seen).toBe(wanted)
  })

  it('says whom a member leaves, and which tree', () => {
    const terms: BindingTerms = { mode: 'last_touch', validDays: null, protectionDays: 0 }
    const event = { memberId: 'mem_c', referrerId: 'mem_b', from: { referrerId: 'mem_x', rootId: 'mem_r' } }
    expect(bind({ ...good, bound, terms })).toMatchObject({ ok: true, events: [event] })
    expect(bind(good)).toEqual({
      ok: true,
      events: [{ type: 'member_bound', memberId: 'mem_c', referrerId: 'mem_b', code: 'abcd2345' }],
    })
    expect(bind({ ...good, ownerId: 'mem_x', bound, terms })).toMatchObject({ ok: false })
  })

  it('never makes a cycle, whoever binds to whom, anew or by hand', () => {
    const people = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const terms: BindingTerms = { mode: 'last_touch', validDays: null, protectionDays: 0 }
    fc.assert(
      fc.property(fc.array(fc.tuple(people, people, fc.boolean()), { maxLength: 30 }), (tries) => {
        const above = new Map<string, string>()
        const chain = (id: string): string[] => {
          const next = above.get(id)
          return next === undefined ? [] : [next, ...chain(next)]
        }
        for (const [memberId, ownerId, byHand] of tries) {
          const own = {
            referrerId: above.get(memberId) ?? null,
            boundAt: 0,
            rootId: chain(memberId).at(-1) ?? memberId,
          }
          const decision = byHand
            ? assign({ memberId, bound: own, referrerId: ownerId, code: 'code', referrerUplineIds: chain(ownerId) })
            : bind({ ...good, memberId, ownerId, bound: own, ownerUplineIds: chain(ownerId), terms })
          if (decision.ok) for (const event of decision.events) above.set(event.memberId, event.referrerId)
        }
        for (const id of above.keys()) expect(chain(id)).not.toContain(id)
      }),
    )
  })
})

it('binding by hand refuses in the order of the contract, and to the same referrer changes nothing', () => {
  const facts: AssignFacts = {
    ...{ memberId: 'mem_c', bound, referrerId: 'mem_b', code: 'abcd2345', referrerUplineIds: ['mem_a'] },
  }
  const tried = tryRefusals(assignReferrer, assign, facts, {
    member_missing: (given) => ({ ...given, bound: undefined }),
    referral_self: (given) => ({ ...given, referrerId: given.memberId }),
    referral_cycle: (given) => ({ ...given, referrerUplineIds: [given.memberId] }),
  })
  expect(tried.alone).toEqual(tried.wanted)
  expect(tried.together).toEqual(tried.wanted)
  expect(assign({ ...facts, code: undefined })).toMatchObject({ refusal: { code: 'member_missing' } })
  expect(assign({ ...facts, referrerId: 'mem_x' })).toEqual({ ok: true, events: [] })
})

it('a binding that ran out brings nobody commission', () => {
  const promoter = { hasLeft: false, ageBand: 'adult', tierId: null, boundAt: now - 30 * day } as const
  const all = [
    { ...promoter, memberId: 'mem_b', level: 1 },
    { ...promoter, memberId: 'mem_a', level: 2, boundAt: now },
  ]
  const plan = (validDays: number | null) =>
    ({ binding: { mode: 'first_touch', validDays, protectionDays: 0 } }) as const
  expect(payees(all, plan(31), now)).toMatchObject({ referrerId: 'mem_b', grandReferrerId: 'mem_a' })
  expect(payees(all, plan(30), now)).toMatchObject({ referrerId: null, grandReferrerId: 'mem_a' })
  expect(payees(all, {}, now)).toMatchObject({ referrerId: 'mem_b' })
})

it('nobody under 18 is paid, nor anybody who has left, and nobody takes their place', () => {
  const second = { memberId: 'mem_a', level: 2, hasLeft: false, ageBand: 'adult', tierId: null, boundAt: now } as const
  const first = { ...second, memberId: 'mem_b', level: 1 }
  for (const more of [{ ageBand: 'minor' }, { ageBand: 'child' }, { hasLeft: true }] as const) {
    expect(payees([{ ...first, ...more }, second], {}, now)).toMatchObject({
      referrerId: null,
      grandReferrerId: 'mem_a',
    })
  }
})

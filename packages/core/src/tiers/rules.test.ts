import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { configureTiers } from './contract.ts'
import { configure, growthFor, memberTier, moveGrowth, tierFor } from './rules.ts'
import { MemberTier, type Tier, type TierSettings } from './schema.ts'

function tier(id: string, growthRequired: number): Tier {
  return { id, name: { zh: id, en: id }, growthRequired, pointsMultiplierBps: 10_000 }
}
const settings: TierSettings = {
  tiers: [tier('basic', 0), tier('silver', 500), tier('gold', 2_000)],
  growthPerMinorBps: 100,
}
const move = { memberId: 'mem_1', orderId: 'ord_1', settings }

describe('where a member stands', () => {
  it('worked example of the docs: 168.00 paid at 100 bps gives 168 growth, 332 more for silver', () => {
    expect(growthFor(16_800, 100)).toBe(168)
    expect(memberTier(settings, 168, 'basic')).toMatchObject({ neededCount: 332, progressBps: 3_360 })
    expect(memberTier(settings, 168, 'basic').next?.id).toBe('silver')
  })

  it('is at the top with nothing missing', () => {
    expect(memberTier(settings, 9_999, 'gold')).toMatchObject({ next: null, neededCount: 0, progressBps: 10_000 })
  })

  it('stands in the tier held, also after the settings were raised, or in that of the growth when it is gone', () => {
    expect(memberTier(settings, 10, 'gold').tier.id).toBe('gold')
    expect(memberTier(settings, 600, 'gone').tier.id).toBe('silver')
  })

  it('always gives what the contract promises', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 3_000 }), fc.constantFrom('basic', 'silver', 'gold'), (growth, held) => {
        expect(MemberTier.safeParse(memberTier(settings, growth, held)).success).toBe(true)
      }),
    )
  })

  it('needs a tier', () => {
    expect(() => tierFor({ tiers: [] }, 0)).toThrow(RangeError)
  })
})

describe('moving growth', () => {
  it('raises the tier at once, over several tiers when it must', () => {
    expect(moveGrowth({ ...move, growthCount: 0, tierId: 'basic', deltaCount: 2_000 })).toEqual([
      { type: 'growth_changed', memberId: 'mem_1', orderId: 'ord_1', deltaCount: 2_000 },
      { type: 'tier_changed', memberId: 'mem_1', fromTierId: 'basic', toTierId: 'gold' },
    ])
  })

  it('lets a refund take the tier back to what growth supports', () => {
    const events = moveGrowth({ ...move, growthCount: 520, tierId: 'silver', deltaCount: -21 })
    expect(events.at(-1)).toMatchObject({ fromTierId: 'silver', toTierId: 'basic' })
  })

  it('does not demote for a change of the settings, neither on a purchase nor on a refund within a tier', () => {
    const held = { ...move, growthCount: 600, tierId: 'gold' }
    expect(moveGrowth({ ...held, deltaCount: 10 }).map(({ type }) => type)).toEqual(['growth_changed'])
    expect(moveGrowth({ ...held, deltaCount: -10 }).map(({ type }) => type)).toEqual(['growth_changed'])
    expect(moveGrowth({ ...held, deltaCount: -200 }).at(-1)).toMatchObject({ toTierId: 'basic' })
  })

  it('finds a new tier for someone whose tier was taken away', () => {
    const events = moveGrowth({ ...move, growthCount: 590, tierId: 'gone', deltaCount: 10 })
    expect(events.at(-1)).toMatchObject({ fromTierId: 'gone', toTierId: 'silver' })
  })

  it('says nothing when nothing moves', () => {
    expect(moveGrowth({ ...move, growthCount: 1, tierId: 'gold', deltaCount: 0 })).toEqual([])
  })

  it('ends in the tier of the growth after any purchases and refunds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -900, max: 900 }), { maxLength: 20 }), (deltas) => {
        let [growthCount, tierId] = [0, 'basic']
        for (const wanted of deltas) {
          const deltaCount = Math.max(wanted, -growthCount)
          const events = moveGrowth({ ...move, growthCount, tierId, deltaCount })
          growthCount += deltaCount
          for (const event of events) if (event.type === 'tier_changed') tierId = event.toTierId
          expect(tierId).toBe(tierFor(settings, growthCount).id)
        }
      }),
    )
  })
})

describe('configure', () => {
  it('refuses tiers that do not rise from 0, each once', () => {
    const tried = tryRefusals(
      configureTiers,
      configure,
      { settings },
      {
        tiers_unordered: () => ({ settings: { ...settings, tiers: [tier('a', 0), tier('b', 5), tier('c', 5)] } }),
      },
    )
    expect(tried.alone).toEqual(tried.wanted)
    for (const tiers of [[tier('a', 1)], [tier('a', 0), tier('a', 1)], [tier('a', 0), tier('b', 9), tier('c', 8)]]) {
      expect(configure({ settings: { ...settings, tiers } })).toMatchObject({ ok: false })
    }
  })

  it('replaces the whole', () => {
    expect(configure({ settings })).toEqual({ ok: true, events: [{ type: 'tiers_configured', settings }] })
  })
})

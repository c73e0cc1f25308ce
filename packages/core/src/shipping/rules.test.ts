import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blockMinor,
  type ParcelLine,
  ShippingSettings,
  type ShippingTemplate,
  type ShippingZone,
  saveSettings,
  shippingMinor,
} from './index.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 2_000

/** First kilogram 8.00, each further 500 g 3.00. */
const land: ShippingZone = {
  ...{ regions: [], firstSize: 1_000, firstMinor: 8_00, extraSize: 500, extraMinor: 3_00 },
  ...{ freeFromMinor: null, freeFromCount: null },
}
const template = (id: string, mode: ShippingTemplate['mode'], ...zones: ShippingZone[]): ShippingTemplate => ({
  ...{ id, name: { zh: '模板', en: 'Template' }, mode, zones },
})
const settings = (...templates: ShippingTemplate[]): ShippingSettings => ({ templates, refund: 'with_last_unit' })
const line = (quantity: number, more: Partial<ParcelLine> = {}): ParcelLine => ({
  ...{ templateId: null, quantity, weightGrams: 400, volumeMl: 2_000, goodsMinor: quantity * 50_00 },
  ...more,
})
const cost = (minor: number) => ({ ok: true, minor })

describe('blockMinor', () => {
  it.each([
    [0, 0],
    [1, 8_00],
    [1_000, 8_00],
    [1_001, 11_00],
    [1_500, 11_00],
    [1_501, 14_00],
    [3_200, 8_00 + 5 * 3_00],
  ])('%d g cost %d', (size, minor) => {
    expect(blockMinor(land, size)).toBe(minor)
  })

  it('charges each started block, no block more and none less', () => {
    const size = fc.integer({ min: 1, max: 1_000_000_000 })
    fc.assert(
      fc.property(fc.record({ firstSize: size, extraSize: size }), fc.nat(4_000_000_000_000), (blocks, all) => {
        const count = blockMinor({ ...land, ...blocks, firstMinor: 0, extraMinor: 1 }, all)
        const over = BigInt(all) - BigInt(blocks.firstSize)
        const step = BigInt(blocks.extraSize)
        expect(over <= 0n ? count === 0 : BigInt(count - 1) * step < over && over <= BigInt(count) * step).toBe(true)
      }),
      { numRuns },
    )
  })
})

describe('shippingMinor', () => {
  const byWeight = template('t_weight', 'weight', land)
  const byCount = template('t_count', 'count', {
    ...land,
    firstSize: 1,
    firstMinor: 5_00,
    extraSize: 1,
    extraMinor: 1_00,
  })
  const byVolume = template('t_volume', 'volume', { ...land, firstSize: 5_000, extraSize: 1_000 })

  it('charges a group by its mode: 4 × 400 g = 1600 g, 4 units, 4 × 2 l = 8 l', () => {
    expect(shippingMinor(settings(byWeight), '4403', [line(4)])).toEqual(cost(8_00 + 2 * 3_00))
    expect(shippingMinor(settings(byCount), '4403', [line(4)])).toEqual(cost(5_00 + 3 * 1_00))
    expect(shippingMinor(settings(byVolume), '4403', [line(4)])).toEqual(cost(8_00 + 3 * 3_00))
  })

  it('groups lines by template; without one or with an unknown one they go to the first', () => {
    const parcel = [
      line(1, { templateId: 't_count' }),
      line(1),
      line(2, { templateId: 't_gone' }),
      line(2, { templateId: 't_count' }),
      line(1, { templateId: 't_weight' }),
    ]
    // 4 × 400 g and 3 units; with the other one first, 6 units and 1 × 400 g.
    expect(shippingMinor(settings(byWeight, byCount), '44', parcel)).toEqual(cost(14_00 + 7_00))
    expect(shippingMinor(settings(byCount, byWeight), '44', parcel)).toEqual(cost(10_00 + 8_00))
  })

  it('takes the zone with the longest region that the address starts with', () => {
    const zone = (firstMinor: number, ...regions: string[]) => ({ ...land, regions, firstMinor })
    const zones = [zone(9_00), zone(7_00, '44', '45'), zone(6_00, '4403'), zone(20_00, '54', '65')]
    const to = (region: string) => shippingMinor(settings(template('t', 'weight', ...zones)), region, [line(1)])
    expect([to('440305'), to('4401'), to('4503'), to('5401'), to('11'), to('4')]).toEqual(
      [6_00, 7_00, 7_00, 20_00, 9_00, 9_00].map(cost),
    )
  })

  it('says where it does not ship, and that it must know where to', () => {
    const south = settings(template('t', 'weight', { ...land, regions: ['44'] }))
    expect(shippingMinor(south, '11', [line(1)])).toEqual({ ok: false, reason: 'region_not_served' })
    expect(shippingMinor(south, null, [line(1)])).toEqual({ ok: false, reason: 'region_unknown' })
    expect(shippingMinor(south, null, [])).toEqual(cost(0))
    const both = settings(byWeight, template('t_south', 'count', { ...land, regions: ['44'] }))
    const parcel = [line(1), line(1, { templateId: 't_south' })]
    expect(shippingMinor(both, '11', parcel)).toEqual({ ok: false, reason: 'region_not_served' })
  })

  it('costs nothing without templates, wherever it goes, and for goods without weight', () => {
    expect(shippingMinor(settings(), null, [line(3)])).toEqual(cost(0))
    expect(shippingMinor(settings(), '44', [line(3)])).toEqual(cost(0))
    expect(shippingMinor(settings(byWeight), '44', [line(3, { weightGrams: 0 })])).toEqual(cost(0))
  })

  it('is free from an amount or a count on, ends included; both when both are given', () => {
    const from = (freeFromMinor: number | null, freeFromCount: number | null, parcel = [line(2)]) =>
      shippingMinor(settings(template('t', 'weight', { ...land, freeFromMinor, freeFromCount })), '44', parcel)
    expect([from(100_00, null), from(100_01, null)]).toEqual([cost(0), cost(8_00)])
    expect([from(null, 2), from(null, 3)]).toEqual([cost(0), cost(8_00)])
    expect([from(100_00, 2), from(100_00, 3), from(100_01, 2)]).toEqual([cost(0), cost(8_00), cost(8_00)])
    // Several lines of one template reach it together.
    expect(from(100_00, null, [line(1), line(1)])).toEqual(cost(0))
  })

  it('looks at each template’s own goods for free shipping', () => {
    const free = template('t_free', 'weight', { ...land, freeFromMinor: 100_00 })
    const parcel = [line(2, { templateId: 't_free' }), line(5, { templateId: 't_count' })]
    expect(shippingMinor(settings(free, byCount), '44', parcel)).toEqual(cost(9_00))
    expect(shippingMinor(settings(free, byCount), '44', [line(1), line(5, { templateId: 't_count' })])).toEqual(
      cost(8_00 + 9_00),
    )
  })
})

it('the worked example of the docs: tea by land, lychees fresh', () => {
  const south = { regions: ['44'], freeFromCount: null }
  const guangdong = { ...land, ...south, firstMinor: 6_00, extraMinor: 2_00, freeFromMinor: 99_00 }
  const byLand = template('land', 'weight', { ...land, firstMinor: 10_00, extraMinor: 4_00 }, guangdong)
  const blocks = { firstSize: 2, firstMinor: 15_00, extraSize: 1, extraMinor: 5_00, freeFromMinor: null }
  const terms = settings(byLand, template('fresh', 'count', { ...south, ...blocks }))
  const teas = (quantity: number) => line(quantity, { weightGrams: 420, goodsMinor: quantity * 30_00 })
  const lychees = line(5, { templateId: 'fresh' })
  expect(shippingMinor(terms, '1101', [teas(3)])).toEqual(cost(14_00))
  expect(shippingMinor(terms, '4403', [teas(3)])).toEqual(cost(8_00))
  expect(shippingMinor(terms, '4403', [teas(4)])).toEqual(cost(0))
  expect(shippingMinor(terms, '4403', [teas(4), lychees])).toEqual(cost(30_00))
  expect(shippingMinor(terms, '1101', [teas(4), lychees])).toEqual({ ok: false, reason: 'region_not_served' })
  expect(shippingMinor(terms, null, [lychees])).toEqual({ ok: false, reason: 'region_unknown' })
})

describe('for all parcels', () => {
  const zone = fc.record({
    regions: fc.constant<readonly string[]>([]),
    firstSize: fc.integer({ min: 1, max: 3_000 }),
    firstMinor: fc.nat(5_000),
    extraSize: fc.integer({ min: 1, max: 2_000 }),
    extraMinor: fc.nat(2_000),
    freeFromMinor: fc.option(fc.nat(100_000)),
    freeFromCount: fc.option(fc.nat(20)),
  })
  const mode = fc.constantFrom('count' as const, 'weight' as const, 'volume' as const)
  const templates = fc
    .array(fc.tuple(mode, zone), { minLength: 1, maxLength: 4 })
    .map((list) => list.map(([how, where], index) => template(`t_${index}`, how, where)))
  const someLine: fc.Arbitrary<ParcelLine> = fc.record({
    templateId: fc.option(fc.constantFrom('t_0', 't_1', 't_2', 't_9')),
    quantity: fc.integer({ min: 1, max: 30 }),
    weightGrams: fc.nat(5_000),
    volumeMl: fc.nat(5_000),
    goodsMinor: fc.nat(200_000),
  })
  const parcels = fc.array(someLine, { maxLength: 8 })
  const minorOf = (terms: ShippingSettings, parcel: readonly ParcelLine[]): number => {
    const shipping = shippingMinor(terms, '44', parcel)
    return shipping.ok ? shipping.minor : Number.NaN
  }

  it('the order of lines changes nothing, nor does one line written as several', () => {
    fc.assert(
      fc.property(templates, parcels, (all, parcel) => {
        const terms = settings(...all)
        const minor = minorOf(terms, parcel)
        expect(minorOf(terms, [...parcel].reverse())).toBe(minor)
        const single = parcel.flatMap((each) =>
          Array.from({ length: each.quantity }, (_, index) => ({
            ...{ ...each, quantity: 1 },
            goodsMinor: index === 0 ? each.goodsMinor : 0,
          })),
        )
        expect(minorOf(terms, single)).toBe(minor)
      }),
      { numRuns: numRuns / 4 },
    )
  })

  it('more goods never cost less to ship, unless shipping becomes free', () => {
    fc.assert(
      fc.property(templates, parcels, someLine, (all, parcel, more) => {
        const paid = settings(
          ...all.map((each) => ({
            ...each,
            zones: each.zones.map((each) => ({ ...each, freeFromMinor: null, freeFromCount: null })),
          })),
        )
        expect(minorOf(paid, [...parcel, more])).toBeGreaterThanOrEqual(minorOf(paid, parcel))
        expect(minorOf(settings(...all), parcel)).toBeLessThanOrEqual(minorOf(paid, parcel))
      }),
      { numRuns },
    )
  })

  it('what the schema allows is always answered', () => {
    fc.assert(
      fc.property(templates, parcels, (all, parcel) => {
        const terms = settings(...all)
        expect(ShippingSettings.parse(terms)).toEqual(terms)
        expect(saveSettings(terms).ok).toBe(true)
        expect(minorOf(terms, parcel)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: numRuns / 4 },
    )
  })
})

describe('saveSettings', () => {
  const zone = (...regions: string[]) => ({ ...land, regions })

  it('accepts regions inside one another, and the same region in two templates', () => {
    const good = settings(
      template('a', 'weight', zone(), zone('44', '45'), zone('4403')),
      template('b', 'count', zone('44')),
    )
    expect(saveSettings(good)).toEqual({ ok: true, events: [{ type: 'shipping_settings_saved', settings: good }] })
  })

  it('refuses a template id that stands twice', () => {
    const twice = settings(
      template('a', 'weight', zone()),
      template('b', 'count', zone()),
      template('a', 'count', zone()),
    )
    expect(saveSettings(twice)).toEqual({
      ok: false,
      refusal: { code: 'template_repeated', detail: { templateId: 'a' } },
    })
  })

  it('refuses a region in two zones of one template, two zones for everywhere among them', () => {
    const region = settings(template('a', 'weight', zone('44', '45'), zone('11', '45')))
    expect(saveSettings(region)).toEqual({
      ok: false,
      refusal: { code: 'region_repeated', detail: { templateId: 'a', region: '45' } },
    })
    const everywhere = settings(template('a', 'weight', zone(), zone('44'), zone()))
    expect(saveSettings(everywhere)).toMatchObject({ refusal: { code: 'region_repeated', detail: { region: '' } } })
  })

  it('reads the largest settings there can be', () => {
    const zones = Array.from({ length: 100 }, (_, at) => zone(...Array.from({ length: 500 }, (_, of) => `${at}-${of}`)))
    const largest = settings(...Array.from({ length: 50 }, (_, at) => template(`t_${at}`, 'weight', ...zones)))
    expect(saveSettings(largest).ok).toBe(true)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LineTax, ratesFor, saveSettings, summarise, type TaxRate, TaxSettings, taxRuns } from './index.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 2_000
const timeout = 600_000
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

const rate = (name: string, bps: number, category: string | null = null): TaxRate => ({ name, category, bps })
const inside = (...rates: TaxRate[]): TaxSettings => ({ mode: 'inside', rates })
const onTop = (...rates: TaxRate[]): TaxSettings => ({ mode: 'on_top', rates })
const vat = rate('VAT', 1_300)
const spent = ({ units }: LineTax): number => sum(units.map(({ count, share }) => count * share))

describe('ratesFor', () => {
  it('takes the rates of every category and of this one, in their order', () => {
    const [all, food, shipping] = [rate('A', 100), rate('B', 900, 'food'), rate('C', 600, 'shipping')]
    const settings = inside(food, all, shipping)
    expect(ratesFor(settings, 'food')).toEqual([food, all])
    expect(ratesFor(settings, 'shipping')).toEqual([all, shipping])
    expect(ratesFor(settings, null)).toEqual([all])
    expect(ratesFor(inside(food), null)).toEqual([])
  })
})

describe('tax inside the price', () => {
  it('is gross − gross / 1.13: 113.00 contains 13.00', () => {
    expect(taxRuns(inside(vat), null, [{ count: 1, base: 113_00 }])).toEqual({
      rows: [{ name: 'VAT', bps: 1_300, baseMinor: 100_00, taxMinor: 13_00 }],
      taxMinor: 13_00,
      units: [{ count: 1, base: 113_00, share: 13_00, index: 0 }],
    })
  })

  it('is rounded once per line: 3 × 9.99 contain 29.97 · 13/113 = 3.4478… → 3.45, not 3 × 1.15', () => {
    const tax = taxRuns(inside(vat), null, [{ count: 3, base: 9_99 }])
    expect(tax.taxMinor).toBe(3_45)
    expect(tax.rows).toEqual([{ name: 'VAT', bps: 1_300, baseMinor: 26_52, taxMinor: 3_45 }])
    expect(tax.units).toEqual([{ count: 3, base: 9_99, share: 1_15, index: 0 }])
    // 20 × 9.99 contain 199.80 · 13/113 = 22.9858… → 22.99: one unit carries a cent less.
    expect(taxRuns(inside(vat), null, [{ count: 20, base: 9_99 }])).toMatchObject({
      taxMinor: 22_99,
      units: [
        { count: 19, share: 1_15 },
        { count: 1, share: 1_14 },
      ],
    })
  })

  it('spreads the line over its units by what they cost, the spare cents to the largest remainders', () => {
    // 2 × 10.00 + 5.00 = 25.00 → 2.8761… → 2.88. Shares 1.152, 1.152, 0.576: 115 + 115 + 57, the spare one to the last.
    const tax = taxRuns(inside(vat), null, [
      { count: 2, base: 10_00 },
      { count: 1, base: 5_00 },
    ])
    expect(tax.taxMinor).toBe(2_88)
    expect(tax.units).toEqual([
      { count: 2, base: 10_00, share: 1_15, index: 0 },
      { count: 1, base: 5_00, share: 58, index: 1 },
    ])
    // 5 × 0.10 = 0.50 → 0.0575… → 0.06: the first unit carries 2.
    expect(taxRuns(inside(vat), null, [{ count: 5, base: 10 }]).units).toEqual([
      { count: 1, base: 10, share: 2, index: 0 },
      { count: 4, base: 10, share: 1, index: 0 },
    ])
  })

  it('splits over several rates by largest remainder: 1.00 at 7 % + 7 % + 1 % contains 0.13 → 6 + 6 + 1', () => {
    const rates = [rate('A', 700), rate('B', 700), rate('C', 100)]
    const { rows, taxMinor } = taxRuns(inside(...rates), null, [{ count: 1, base: 100 }])
    // 100 · 15/115 = 13.04 → 13; 13 · 7/15 = 6.07, 6.07, 0.87.
    expect(taxMinor).toBe(13)
    expect(rows.map((row) => [row.name, row.baseMinor, row.taxMinor])).toEqual([
      ['A', 87, 6],
      ['B', 87, 6],
      ['C', 87, 1],
    ])
  })

  it('rounds a half away from zero: 0.11 at 10 % contains 1 cent, 0.03 at 20 % half of one → 1', () => {
    expect(taxRuns(inside(rate('T', 1_000)), null, [{ count: 1, base: 11 }]).taxMinor).toBe(1)
    expect(taxRuns(inside(rate('T', 2_000)), null, [{ count: 1, base: 3 }]).taxMinor).toBe(1)
    expect(taxRuns(inside(rate('T', 2_000)), null, [{ count: 1, base: 2 }]).taxMinor).toBe(0)
  })

  it('splits a tax larger than the rates in basis points: 1 130 000.00 contains 100 000.00 + 30 000.00', () => {
    const { rows } = taxRuns(inside(rate('A', 1_000), rate('B', 300)), null, [{ count: 1, base: 1_130_000_00 }])
    expect(rows.map((row) => row.taxMinor)).toEqual([100_000_00, 30_000_00])
  })

  it('is exact where the product passes 2^53', () => {
    const base = 999_999_999_999
    const { taxMinor } = taxRuns(inside(rate('T', 999_999)), null, [{ count: 1, base }])
    const [n, d] = [BigInt(base) * 999_999n, 1_009_999n]
    expect(BigInt(taxMinor)).toBe((2n * n + d) / (2n * d))
  })
})

describe('tax on top', () => {
  it('is rounded for each rate once per line: 3 × 9.99 at 8.25 % + 1 % = 2.47 + 0.30', () => {
    const tax = taxRuns(onTop(rate('State', 825), rate('City', 100)), null, [{ count: 3, base: 9_99 }])
    // 29.97 · 8.25 % = 2.472525, 29.97 · 1 % = 0.2997; 2.77 / 3 = 0.9233…: one unit carries 93.
    expect(tax).toEqual({
      rows: [
        { name: 'State', bps: 825, baseMinor: 29_97, taxMinor: 2_47 },
        { name: 'City', bps: 100, baseMinor: 29_97, taxMinor: 30 },
      ],
      taxMinor: 2_77,
      units: [
        { count: 1, base: 9_99, share: 93, index: 0 },
        { count: 2, base: 9_99, share: 92, index: 0 },
      ],
    })
  })

  it('may be more than the price: 1.00 and 0.50 at 150 % carry 1.50 and 0.75', () => {
    const runs = [
      { count: 1, base: 100 },
      { count: 1, base: 50 },
    ]
    expect(taxRuns(onTop(rate('Duty', 15_000)), null, runs).units).toEqual([
      { count: 1, base: 100, share: 150, index: 0 },
      { count: 1, base: 50, share: 75, index: 1 },
    ])
  })
})

describe('rounded per unit', () => {
  it('is the tax of one unit, times count: 3 × 0.10 inside 13 % = 3 × 0.01, on top 15 % = 3 × 0.02', () => {
    const units = [{ count: 3, base: 10 }]
    expect(taxRuns({ ...inside(vat), rounding: 'unit' }, null, units)).toEqual({
      rows: [{ name: 'VAT', bps: 1_300, baseMinor: 27, taxMinor: 3 }],
      taxMinor: 3,
      units: [{ count: 3, base: 10, share: 1, index: 0 }],
    })
    const top = taxRuns({ ...onTop(rate('T', 1_500)), rounding: 'unit' }, null, units)
    expect(top).toMatchObject({ taxMinor: 6, units: [{ count: 3, share: 2 }] })
    // Per line: 0.30 · 15 % = 0.045 → 0.05.
    expect(taxRuns(onTop(rate('T', 1_500)), null, units).taxMinor).toBe(5)
  })
})

it('the worked example of the docs: cups at 13 %, teas at 9 %, inside and on top', () => {
  const rates = [rate('VAT', 1_300, 'goods'), rate('VAT', 900, 'food')]
  const cups = [{ count: 3, base: 9_99 }]
  const teas = [{ count: 2, base: 10_90 }]
  const both = (mode: TaxSettings['mode']) => [
    taxRuns({ mode, rates }, 'goods', cups).rows,
    taxRuns({ mode, rates }, 'food', teas).rows,
  ]
  const row = (bps: number, baseMinor: number, taxMinor: number) => ({ name: 'VAT', bps, baseMinor, taxMinor })
  expect(summarise(both('inside'))).toEqual([row(1_300, 26_52, 3_45), row(900, 20_00, 1_80)])
  expect(summarise(both('on_top'))).toEqual([row(1_300, 29_97, 3_90), row(900, 21_80, 1_96)])
  const perUnit: TaxSettings = { mode: 'inside', rates, rounding: 'unit' }
  expect(taxRuns(perUnit, 'goods', [{ count: 20, base: 9_99 }]).taxMinor).toBe(23_00)
})

it('no rates, free units and a rate of 0 cost nothing', () => {
  const runs = [
    { count: 2, base: 5_00 },
    { count: 1, base: 0 },
  ]
  const none = { rows: [], taxMinor: 0, units: runs.map((run, index) => ({ ...run, share: 0, index })) }
  expect(taxRuns(inside(), null, runs)).toEqual(none)
  expect(taxRuns(onTop(rate('Food', 900, 'food')), 'book', runs)).toEqual(none)
  const zero = taxRuns(inside(rate('Zero', 0)), null, runs)
  expect(zero.rows).toEqual([{ name: 'Zero', bps: 0, baseMinor: 10_00, taxMinor: 0 }])
  expect(taxRuns(inside(vat), null, [{ count: 4, base: 0 }])).toMatchObject({ taxMinor: 0, units: [{ share: 0 }] })
})

describe('for all lines', () => {
  const rates = fc.array(
    fc.integer({ min: 0, max: 9_000 }).map((bps) => rate(`r${bps}`, bps)),
    { maxLength: 5 },
  )
  const settings: fc.Arbitrary<TaxSettings> = fc.record({
    mode: fc.constantFrom('inside', 'on_top'),
    rates,
    rounding: fc.constantFrom('line', 'unit', undefined),
  })
  const base = fc.oneof(fc.nat(20), fc.nat(100_000), fc.nat(10_000_000_000))
  const runs = fc.array(fc.record({ count: fc.integer({ min: 1, max: 9 }), base }), { minLength: 1, maxLength: 6 })
  const lines = fc.tuple(settings, runs)

  it('the units and the rows both add up to the tax', { timeout }, () => {
    fc.assert(
      fc.property(lines, ([terms, line]) => {
        const tax = taxRuns(terms, null, line)
        expect(spent(tax)).toBe(tax.taxMinor)
        expect(sum(tax.rows.map(({ taxMinor }) => taxMinor))).toBe(tax.taxMinor)
        const back = line.map((_, index) => tax.units.filter((unit) => unit.index === index))
        expect(back.map((units) => sum(units.map(({ count }) => count)))).toEqual(line.map(({ count }) => count))
        expect(tax.units.every((unit) => unit.share >= 0 && unit.base === line[unit.index]?.base)).toBe(true)
      }),
      { numRuns },
    )
  })

  it('inside, the tax is below the gross while the rates are below 100 %, and net · (1 + Σr) is nearest to it', () => {
    fc.assert(
      fc.property(lines, ([{ rates: all }, line]) => {
        const total = sum(all.map(({ bps }) => bps))
        fc.pre(total < 10_000)
        const gross = sum(line.map((run) => run.count * run.base))
        const { taxMinor, units, rows } = taxRuns(inside(...all), null, line)
        expect(gross === 0 ? taxMinor === 0 : taxMinor < gross).toBe(true)
        expect(units.every((unit) => unit.share <= unit.base)).toBe(true)
        expect(rows.every((row) => row.baseMinor + taxMinor === gross)).toBe(true)
        const [n, d] = [BigInt(gross) * BigInt(total), 10_000n + BigInt(total)]
        expect(BigInt(taxMinor)).toBe((2n * n + d) / (2n * d))
      }),
      { numRuns },
    )
  })

  it('a line in more runs carries the same tax, and the order of runs changes nothing of it', () => {
    fc.assert(
      fc.property(lines, ([terms, line]) => {
        const { rows, taxMinor } = taxRuns(terms, null, line)
        const single = line.flatMap((run) => Array.from({ length: run.count }, () => ({ ...run, count: 1 })))
        expect(taxRuns(terms, null, single.reverse())).toMatchObject({ rows, taxMinor })
      }),
      { numRuns: numRuns / 4 },
    )
  })

  it('the summary is the sum of the lines, in any order', () => {
    fc.assert(
      fc.property(settings, fc.array(runs, { maxLength: 5 }), (terms, many) => {
        const rows = many.map((line) => taxRuns(terms, null, line).rows)
        const total = summarise(rows)
        expect(sum(total.map((row) => row.taxMinor))).toBe(sum(rows.flat().map((row) => row.taxMinor)))
        const keys = total.map((row) => `${row.bps} ${row.name}`)
        expect(new Set(keys).size).toBe(keys.length)
        const turned = summarise([...rows].reverse())
        expect(new Set(turned.map((row) => JSON.stringify(row)))).toEqual(
          new Set(total.map((row) => JSON.stringify(row))),
        )
      }),
      { numRuns },
    )
  })
})

it('summarise groups by name and rate in the order they first appear', () => {
  const row = (name: string, bps: number, baseMinor: number, taxMinor: number) => ({ name, bps, baseMinor, taxMinor })
  const food = [row('VAT', 900, 100, 9), row('Levy', 100, 100, 1)]
  expect(summarise([food, [row('VAT', 1_300, 200, 26)], [], [row('VAT', 900, 300, 27)]])).toEqual([
    row('VAT', 900, 400, 36),
    row('Levy', 100, 100, 1),
    row('VAT', 1_300, 200, 26),
  ])
  expect(summarise([])).toEqual([])
})

describe('saveSettings', () => {
  it('accepts one name in several categories, and rates above 100 %', () => {
    const settings = inside(rate('VAT', 1_300, 'goods'), rate('VAT', 900, 'food'), rate('Duty', 30_000))
    expect(saveSettings(settings)).toEqual({ ok: true, events: [{ type: 'tax_settings_saved', settings }] })
    expect(TaxSettings.safeParse(settings).success).toBe(true)
  })

  it('refuses a name that would stand twice on the same goods', () => {
    const twice = saveSettings(inside(rate('VAT', 1_300, 'food'), rate('Levy', 1), rate('VAT', 900, 'food')))
    expect(twice).toEqual({ ok: false, refusal: { code: 'rate_repeated', detail: { name: 'VAT', category: 'food' } } })
    expect(saveSettings(inside(vat, rate('VAT', 900, 'food')))).toMatchObject({ ok: false })
    expect(saveSettings(onTop(vat, vat))).toMatchObject({ refusal: { detail: { name: 'VAT', category: null } } })
  })
})

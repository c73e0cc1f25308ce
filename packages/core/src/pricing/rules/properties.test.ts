import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Quote, type QuoteLine, quote, quoteChosen, quoteGoods, type UnitParts, unitParts } from '../index.ts'
import { anyFacts, couponOf, now } from './baskets.fixture.ts'
import type { QuoteFacts } from './facts.ts'
import { explainTree } from './tree.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 500
const timeout = 1_800_000
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
const byId = (a: QuoteLine, b: QuoteLine): number => (a.lineId < b.lineId ? -1 : 1)

function check(property: (facts: QuoteFacts) => void): void {
  fc.assert(fc.property(anyFacts, property), { numRuns })
}

describe('properties of a quote', { timeout }, () => {
  it('adds up in every line, unit, rule and total, and is never negative', () => {
    check((facts) => {
      const quoted = quote(facts)
      const isOnTop = facts.taxes?.mode === 'on_top'
      for (const line of quoted.lines) {
        const { listMinor, quantity, runs, payableMinor, taxMinor, pointsCount, reductions } = line
        for (const run of runs) {
          const onTop = isOnTop ? run.taxMinor : 0
          expect(run.listMinor - sum(run.reductions.map(({ minor }) => minor)) + onTop).toBe(run.payableMinor)
          expect(run.payableMinor).toBeGreaterThanOrEqual(0)
          expect(run.taxMinor).toBeGreaterThanOrEqual(0)
          expect(run.reductions.every(({ minor }) => minor > 0)).toBe(true)
        }
        expect(sum(runs.map(({ count }) => count))).toBe(quantity)
        expect(sum(runs.map((run) => run.count * run.listMinor))).toBe(listMinor)
        expect(sum(runs.map((run) => run.count * run.payableMinor))).toBe(payableMinor)
        expect(sum(runs.map((run) => run.count * run.taxMinor))).toBe(taxMinor)
        expect(sum(runs.map((run) => run.count * run.pointsCount))).toBe(pointsCount)
        expect(sum(line.taxes.map((row) => row.taxMinor))).toBe(taxMinor)
        const bySource = unitParts(line, 0, quantity).reductions
        for (const { source, funder, minor } of bySource) {
          const own = reductions.filter((each) => each.source === source && each.funder === funder)
          expect(sum(own.map((each) => each.minor))).toBe(minor)
        }
        expect(sum(bySource.map(({ minor }) => minor))).toBe(sum(reductions.map(({ minor }) => minor)))
      }
      const { shipping } = quoted
      const all = [...quoted.lines.flatMap(({ reductions }) => reductions), ...(shipping?.reductions ?? [])]
      for (const { source, ruleId, minor } of quoted.explain) {
        const own = all.filter((each) => each.source === source && each.ruleId === ruleId)
        expect(sum(own.map((each) => each.minor))).toBe(minor)
      }
      expect(sum(quoted.explain.map(({ minor }) => minor))).toBe(sum(all.map(({ minor }) => minor)))
      const goods = quoted.listMinor - quoted.reductionMinor
      const shipped = shipping === null ? 0 : shipping.listMinor - sum(shipping.reductions.map(({ minor }) => minor))
      expect(goods + shipped + (isOnTop ? quoted.taxMinor : 0)).toBe(quoted.payableMinor)
      expect(sum(quoted.taxes.map(({ taxMinor }) => taxMinor))).toBe(quoted.taxMinor)
      expect(sum(quoted.lines.map(({ pointsCount }) => pointsCount))).toBe(quoted.pointsCount)
    })
  })

  it('never takes a unit below its floor', () => {
    check((facts) => {
      const net = (line: QuoteLine): readonly number[] =>
        line.runs.map(({ payableMinor, taxMinor }) => payableMinor - (facts.taxes?.mode === 'on_top' ? taxMinor : 0))
      for (const line of quote(facts).lines) {
        const asked = facts.lines.find(({ lineId }) => lineId === line.lineId)
        const floor = Math.min(asked?.floorMinor ?? 0, asked?.listMinor ?? 0)
        for (const payable of net(line)) expect(payable).toBeGreaterThanOrEqual(line.giftOf === null ? floor : 0)
      }
    })
  })

  it('keeps its contract and tells of every rule once, with a reason exactly when it took nothing', () => {
    check((facts) => {
      const quoted = quote(facts)
      expect(Quote.safeParse(quoted).error?.issues ?? []).toEqual([])
      expect(quoted.explain.every(({ minor, reason }) => (minor === 0) === (reason !== null))).toBe(true)
      const rules = [...facts.promotions.map(({ id }) => id), ...facts.coupons.map(({ id }) => id)]
      const told = quoted.explain.map(({ ruleId }) => ruleId).filter((id) => rules.includes(id))
      expect(told.toSorted()).toEqual(rules.toSorted())
      const used = quoted.explain.filter(({ source, minor }) => source === 'coupon' && minor > 0)
      expect(quoted.couponIds).toEqual(used.map(({ ruleId }) => ruleId))
    })
  })

  it('gives the same answer twice, as a tree too, does not touch its facts, and merges equal neighbours', () => {
    check((facts) => {
      const copy = structuredClone(facts)
      const quoted = quote(facts)
      expect(facts).toEqual(copy)
      expect(quote(copy)).toEqual(quoted)
      const told = explainTree(facts)
      expect(told.quote).toEqual(quoted)
      expect(told.tree.layers.flatMap(({ rules }) => rules).length).toBe(quoted.explain.length)
      for (const { runs } of quoted.lines) {
        const figures = runs.map(({ count: _, ...rest }) => JSON.stringify(rest))
        expect(figures.every((each, at) => each !== figures[at - 1])).toBe(true)
      }
    })
  })

  it('does not care in which order lines, promotions and coupons stand', () => {
    const shuffled = anyFacts.chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        lines: fc.shuffledSubarray([...facts.lines], { minLength: facts.lines.length }),
        promotions: fc.shuffledSubarray([...facts.promotions], { minLength: facts.promotions.length }),
        coupons: fc.shuffledSubarray([...facts.coupons], { minLength: facts.coupons.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ facts, ...order }) => {
        const [straight, mixed] = [quote(facts), quote({ ...facts, ...order })]
        const own = mixed.lines.filter(({ giftOf }) => giftOf === null)
        expect(own.map(({ lineId }) => lineId)).toEqual(order.lines.map(({ lineId }) => lineId))
        const sorted = ({ lines, taxes, ...rest }: Quote): unknown => {
          const rows = taxes.toSorted((a, b) => a.name.localeCompare(b.name) || a.bps - b.bps)
          return { ...rest, lines: lines.toSorted(byId), taxes: rows }
        }
        expect(sorted(mixed)).toEqual(sorted(straight))
      }),
      { numRuns },
    )
  })

  it('never costs more with one more coupon in the wallet, whatever the coupon', () => {
    const wallets = fc.record({ facts: anyFacts, more: anyFacts })
    fc.assert(
      fc.property(wallets, ({ facts, more }) => {
        const before = quote({ ...facts, couponIds: null })
        const added = more.coupons.map((coupon, at) => ({ ...coupon, id: `new_${at}`, templateId: `tpl_new_${at}` }))
        const after = quote({ ...facts, coupons: [...facts.coupons, ...added.slice(0, 1)], couponIds: null })
        expect(after.payableMinor).toBeLessThanOrEqual(before.payableMinor)
      }),
      { numRuns },
    )
  })

  it('spends no more points than asked, owned or allowed, and only whole steps above the minimum', () => {
    check((facts) => {
      const { pointsCount, pointsMinor } = quote(facts)
      if (facts.points === null || pointsCount === 0) {
        expect([pointsCount, pointsMinor]).toEqual([0, 0])
        return
      }
      const { requestedCount, spendableCount, settings } = facts.points
      expect(pointsCount).toBeLessThanOrEqual(Math.min(requestedCount, spendableCount))
      expect(pointsCount % settings.redeemStepCount).toBe(0)
      expect(pointsCount).toBeGreaterThanOrEqual(settings.redeemMinimumCount)
      expect(pointsMinor).toBe(Math.floor((pointsCount * settings.redeemMinor) / settings.redeemCount))
    })
  })
})

describe('unitParts', { timeout }, () => {
  const components = (parts: UnitParts): Record<string, number> => ({
    ...{ paid: parts.paidMinor, tax: parts.taxMinor, points: parts.pointsCount, list: parts.listMinor },
    ...Object.fromEntries(parts.reductions.map(({ source, funder, minor }) => [`${source} ${funder}`, minor])),
  })

  it('refunds in any number of steps add up to the whole, component by component', () => {
    const cuts = fc.array(fc.nat(7), { maxLength: 4 })
    fc.assert(
      fc.property(anyFacts, cuts, (facts, stops) => {
        for (const line of quote(facts).lines) {
          const edges = [0, ...stops.map((stop) => Math.min(stop, line.quantity)).sort((a, b) => a - b), line.quantity]
          const totals: Record<string, number> = {}
          for (const [at, to] of edges.entries()) {
            const parts = components(unitParts(line, edges[at - 1] ?? 0, to))
            for (const [name, minor] of Object.entries(parts)) totals[name] = (totals[name] ?? 0) + minor
          }
          expect(totals).toEqual(components(unitParts(line, 0, line.quantity)))
        }
      }),
      { numRuns },
    )
  })
})

describe('quoteGoods', { timeout }, () => {
  it('says of goods what a quote says without points, shipping and taxes, and nothing of rules on shipping', () => {
    check((facts) => {
      const insisted = { ...facts, couponIds: facts.couponIds ?? [] }
      const rules = [...facts.promotions, ...facts.coupons].filter(({ effect }) => effect.kind !== 'shipping_off')
      const ids = rules.map(({ id }) => id)
      const told = ({ explain, ...rest }: Quote): unknown => {
        return {
          ...rest,
          explain: explain.filter(({ source, ruleId }) => /price/.test(source) || ids.includes(ruleId)),
        }
      }
      const alone = quoteChosen({ ...insisted, points: null, shipping: null, taxes: null })
      expect(told(quoteGoods(insisted))).toEqual(told(alone))
    })
  })
})

describe('the best combination of coupons', { timeout }, () => {
  /** Every subset of the wallet, insisted on. */
  function cheapest(facts: QuoteFacts): number {
    let best = Number.POSITIVE_INFINITY
    for (let bits = 0; bits < 2 ** facts.coupons.length; bits += 1) {
      const couponIds = facts.coupons.filter((_, at) => (bits >> at) % 2 === 1).map(({ id }) => id)
      best = Math.min(best, quote({ ...facts, couponIds }).payableMinor)
    }
    return best
  }

  it('costs what the cheapest of all subsets costs', () => {
    check((facts) => {
      const found = quote({ ...facts, couponIds: null })
      expect(found.payableMinor).toBe(cheapest(facts))
      expect(found.search).toEqual({ proven: true, bestPayableMinor: null })
    })
  })

  it('says what the best would cost when the shopper insists on dearer coupons', () => {
    check((facts) => {
      const insisted = quote({ ...facts, couponIds: facts.couponIds ?? [] })
      const best = quote({ ...facts, couponIds: null }).payableMinor
      expect(insisted.search.bestPayableMinor).toBe(best < insisted.payableMinor ? best : null)
    })
  })

  it('is all that a quote for chosen coupons leaves out', () => {
    check((facts) => {
      const insisted = { ...facts, couponIds: facts.couponIds ?? [] }
      const proven = facts.coupons.length === 0
      expect(quoteChosen(insisted)).toEqual({ ...quote(insisted), search: { proven, bestPayableMinor: null } })
    })
  })

  it('takes up to 20 that stack, and says when it did not prove more', () => {
    const coupons = Array.from({ length: 24 }, (_, at) =>
      couponOf(`cou_${String(at).padStart(2, '0')}`, { kind: 'amount_off', minor: at + 1 }, { stacking: {} }),
    )
    const line = { lineId: 'a', skuId: 'a', productId: 'p', title: { zh: 'a', en: 'a' }, memberPrices: [] }
    const facts = { currency: 'CNY', lines: [{ ...line, quantity: 1, listMinor: 10_000 }], tierId: null, now } as const
    const ask = (count: number): Quote =>
      quote({ ...facts, promotions: [], points: null, coupons: coupons.slice(0, count), couponIds: null })
    expect([ask(20).payableMinor, ask(20).search.proven]).toEqual([10_000 - 210, true])
    expect([ask(24).payableMinor, ask(24).search.proven]).toEqual([10_000 - 300 + 10, false])
  })
})

import { describe, expect, it } from 'vitest'
import type { Case } from '../types.ts'
import { pricingSuite } from './index.ts'

const tenOff = {
  id: 'ten off',
  code: null,
  conditions: [],
  actions: [{ type: 'fixed', target: 'order', amount: 1_000 }],
}
const cart = {
  currency: 'USD',
  exponent: 2,
  lines: [
    { id: 'shirt', sku: 'shirt', qty: 2, unitPrice: 5_000, categories: ['clothes'] },
    { id: 'mug', sku: 'mug', qty: 1, unitPrice: 10_000 },
  ],
  promotions: [tenOff],
  codes: [],
}

function sylius(input: object, figures: Case['expect'], fit: Case['fit'] = 'direct'): Case {
  return { id: 'OWN-001', source: { suite: 'sylius' }, fit, input: { ...cart, ...input }, expect: figures }
}
const vendure = (input: object, figures: Case['expect']): Case => ({
  ...sylius({ pricesIncludeTax: false, ...input }, figures),
  source: { suite: 'vendure' },
})

const reasonFor = (testCase: Case): string => {
  const verdict = pricingSuite(testCase)
  return verdict.kind === 'skipped' ? verdict.reason : verdict.kind
}

describe('a cart of another shop', () => {
  it('passes when every figure agrees, of the whole, of lines and of units', () => {
    const lines = { shirt: { unitDiscounts: [250, 250], total: 9_500 }, mug: { discount: 500 } }
    expect(pricingSuite(sylius({}, { total: 19_000, discountTotal: 1_000, applied: ['ten off'], lines }))).toEqual({
      kind: 'passed',
    })
  })

  it('fails with the figures that differ, also beside one it has no word for', () => {
    const wrong = sylius({}, { total: 18_999, discountTotal: 1_000, colour: 'red' })
    expect(pricingSuite(wrong)).toEqual({ kind: 'failed', expected: { total: 18_999 }, got: { total: 19_000 } })
    expect(pricingSuite(sylius({}, { lines: { mug: { discount: 501 } } })).kind).toBe('failed')
  })

  it('skips what it has no word for, and says so', () => {
    expect(reasonFor(sylius({}, { total: 19_000, colour: 'red' }))).toBe('expects colour, which Siyu has no word for')
    expect(reasonFor(sylius({ weather: 'rain' }, { total: 19_000 }))).toBe('the cart has weather, which is not mapped')
    const odd = { ...tenOff, conditions: [{ type: 'moonPhase' }] }
    expect(reasonFor(sylius({ promotions: [odd] }, { total: 1 }))).toBe('a condition moonPhase is not mapped')
    const finer = { ...tenOff, actions: [{ type: 'percent', target: 'order', percent: '3.333' }] }
    expect(reasonFor(sylius({ promotions: [finer] }, { total: 1 }))).toBe('a percentage is finer than a basis point')
    expect(reasonFor({ ...sylius({}, {}), source: { suite: 'nobody' } })).toBe('no mapping of the pricing of nobody')
  })

  it('skips a divergent case only when it comes out otherwise', () => {
    expect(pricingSuite(sylius({}, { total: 19_000 }, 'divergent')).kind).toBe('passed')
    expect(reasonFor(sylius({}, { total: 1 }, 'divergent'))).toBe(
      'a peculiarity of the source: its figures are its own',
    )
  })

  it('takes a code for a coupon of the wallet, and refuses one nobody issued', () => {
    const coded = { promotions: [{ ...tenOff, code: 'TEN' }] }
    expect(pricingSuite(sylius({ ...coded, codes: ['TEN'] }, { total: 19_000, couponAccepted: true })).kind).toBe(
      'passed',
    )
    expect(pricingSuite(sylius({ ...coded, codes: ['ten'] }, { total: 20_000, couponAccepted: false })).kind).toBe(
      'passed',
    )
    const spent = { promotions: [{ ...tenOff, code: 'TEN', usage: { limit: 1, used: 1 } }], codes: ['TEN'] }
    expect(pricingSuite(vendure(spent, { totalGross: 20_000, couponError: 'limit' })).kind).toBe('passed')
  })

  it('names the difference in rounding that decides a case, and only then', () => {
    const half = { ...tenOff, actions: [{ type: 'percent', target: 'order', percent: '50' }] }
    const one = { lines: [{ id: 'a', qty: 1, unitPrice: 101 }], promotions: [half] }
    expect(reasonFor(vendure(one, { totalNet: 51 }))).toBe(
      'Vendure rounds half a cent of a discount down; Siyu away from zero',
    )
    expect(pricingSuite(sylius(one, { total: 50 })).kind).toBe('passed')
    const even = { lines: [{ id: 'a', qty: 1, unitPrice: 100 }], promotions: [half] }
    expect(pricingSuite(vendure(even, { totalNet: 50 })).kind).toBe('passed')
  })
})

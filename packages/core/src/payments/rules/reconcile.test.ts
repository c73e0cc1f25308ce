import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BookLine, reconcile, reconciliationCsv } from './reconcile.ts'

const span = { provider: 'test', fromAt: 1_000, untilAt: 2_000 }
const line = (more: Partial<BookLine> = {}): BookLine => ({
  ...{ paymentId: 'pay_1', refundId: null, orderId: 'ord_1', reference: 'ref_1', amountMinor: 500, currency: 'CNY' },
  ...{ settled: true, at: 1_500, ...more },
})
const compare = (ours: readonly BookLine[], theirs: readonly BookLine[]) => {
  const { differences } = reconcile({ ...span, ours, theirs })
  return differences.map(({ kind, paymentId, refundId, ours: one, theirs: other }) => [
    kind,
    refundId ?? paymentId,
    one,
    other,
  ])
}
const back = (more: Partial<BookLine> = {}) => line({ refundId: 'rfd_1', amountMinor: 200, ...more })

describe('two books', () => {
  it.each<[string, BookLine[], BookLine[], unknown[]]>([
    ['agree', [line(), back()], [back(), line()], []],
    ['one payment only there', [], [line()], [['missing_here', 'pay_1', null, '500 CNY']]],
    ['one payment only here', [line()], [], [['missing_there', 'pay_1', '500 CNY', null]]],
    ['one refund only there', [line()], [line(), back()], [['missing_here', 'rfd_1', null, '200 CNY']]],
    ['one refund only here', [line(), back()], [line()], [['missing_there', 'rfd_1', '200 CNY', null]]],
    ['amounts', [line()], [line({ amountMinor: 499 })], [['amount_differs', 'pay_1', '500 CNY', '499 CNY']]],
    ['currencies', [line()], [line({ currency: 'USD' })], [['amount_differs', 'pay_1', '500 CNY', '500 USD']]],
    ['refunds', [back()], [back({ amountMinor: 201 })], [['refund_differs', 'rfd_1', '200 CNY', '201 CNY']]],
    ['what we have not heard', [line({ settled: false })], [line()], [['status_differs', 'pay_1', 'open', 'settled']]],
    ['what has not moved', [back()], [back({ settled: false })], [['status_differs', 'rfd_1', 'settled', 'open']]],
    ['one line twice', [line()], [line(), line()], [['missing_here', 'pay_1', null, '500 CNY']]],
    ['a try nobody paid', [line({ settled: false })], [], []],
    ['a moment across the border', [line({ at: 1_999 })], [line({ at: 2_001 })], []],
    ['a moment across the other border', [line({ at: 999 })], [line({ at: 1_001 })], []],
    ['what is out of the span', [line({ at: 2_000 })], [line({ paymentId: 'pay_2', at: 999 })], []],
  ])('differ by %s', (_, ours, theirs, wanted) => {
    expect(compare(ours, theirs)).toEqual(wanted)
  })

  it('never differ from themselves, in any order', () => {
    const anyBook = fc.uniqueArray(
      fc.record({ id: fc.nat(500), amountMinor: fc.nat(1_000), at: fc.nat(3_000), isRefund: fc.boolean() }),
      { selector: ({ id }) => id, maxLength: 30 },
    )
    fc.assert(
      fc.property(anyBook, (rows) => {
        const book = rows.map(({ id, isRefund, ...row }) =>
          line({ ...row, paymentId: `pay_${id}`, refundId: isRefund ? `rfd_${id}` : null }),
        )
        const report = reconcile({ ...span, ours: book, theirs: book.toReversed() })
        expect(report.differences).toEqual([])
        expect([report.theirCount, report.theirNetMinor]).toEqual([report.ourCount, report.ourNetMinor])
      }),
    )
  })

  it('make a table of at most a thousand differences', () => {
    const theirs = Array.from({ length: 1_200 }, (_, at) => line({ paymentId: `pay_${at}` }))
    const report = reconcile({ ...span, ours: [], theirs })
    expect([report.differences.length, report.isCut]).toEqual([1_000, true])
    const lines = reconciliationCsv(report).split('\r\n')
    expect(lines[0]).toBe('provider,kind,paymentId,refundId,orderId,reference,ours,theirs,at')
    expect(lines[1]).toBe('test,missing_here,pay_0,,ord_1,ref_1,,500 CNY,1500')
    expect(lines).toHaveLength(1_002)
  })
})

import { expect, it } from 'vitest'
import { csvText } from '../../kernel/index.ts'
import { readStatement, statementColumns } from '../index.ts'

const file = (...rows: readonly (readonly string[])[]): string => csvText([statementColumns, ...rows])

it('reads payments and refunds, settled unless they say otherwise, at moments of either kind', () => {
  const read = readStatement(
    file(
      ['pay_1', '', '4200001', '4455', 'CNY', 'yes', '1767225600000'],
      ['pay_1', 'ref_1', '', '1000', 'CNY', '', '2026-01-02T08:00:00+08:00'],
      ['pay_2', '', '', '100', 'CNY', 'No', '2026-01-01T00:00:00Z'],
    ),
  )
  const at = Date.UTC(2026, 0, 1)
  const line = { refundId: null, reference: null, currency: 'CNY', settled: true, at }
  expect(read).toEqual({
    ok: true,
    lines: [
      { ...line, paymentId: 'pay_1', reference: '4200001', amountMinor: 4455 },
      { ...line, paymentId: 'pay_1', refundId: 'ref_1', amountMinor: 1000, at: at + 86_400_000 },
      { ...line, paymentId: 'pay_2', amountMinor: 100, settled: false },
    ],
  })
})

it('needs four columns only, in any order, and passes over others', () => {
  const csv = csvText([
    ['shop', 'at', 'currency', 'amount_minor', 'payment_id'],
    ['x', '1', 'EUR', '5', 'pay_1'],
  ])
  expect(readStatement(csv)).toMatchObject({ ok: true, lines: [{ paymentId: 'pay_1', amountMinor: 5, at: 1 }] })
})

const good = ['pay_1', '', '', '4455', 'CNY', '', '1']
it.each([
  ['a,"b', 1, '2'],
  [csvText([['payment_id']]), 1, 'amount_minor'],
  [file(good, good.with(0, '')), 3, 'payment_id'],
  [file(good.with(3, '44.55')), 2, 'amount_minor'],
  [file(good.with(4, 'yuan')), 2, 'currency'],
  [file(good.with(6, '2026-01-01')), 2, 'at'],
  [file(good.with(6, '2026-13-01T00:00:00Z')), 2, 'at'],
  [file(...Array.from({ length: 1_001 }, () => good)), 1_002, 'payment_id'],
])('%#: says in which row and column it cannot be understood', (csv, row, column) => {
  expect(readStatement(csv)).toEqual({ ok: false, row, column })
})

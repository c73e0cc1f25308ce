import { expect, it } from 'vitest'
import { commissionCsv } from '../index.ts'

it('a statement says what is left of each commission, and why it is held', () => {
  const first = { orderId: 'ord_1', level: 1, amountMinor: 15_00, reversedMinor: 5_00, state: 'frozen', at: 0 } as const
  const csv = commissionCsv([{ ...first, heldAt: 1, heldReason: 'ring' }])
  expect(csv.split('\r\n')).toEqual([
    'order,at,level,amount,reversed,left,state,held',
    'ord_1,1970-01-01T00:00:00.000Z,1,1500,500,1000,frozen,ring',
    '',
  ])
})

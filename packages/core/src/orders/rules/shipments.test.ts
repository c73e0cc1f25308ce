import { describe, expect, it } from 'vitest'
import { MAX_SHIPMENT_ROWS, readShipments, shipmentColumns } from '../index.ts'

const head = shipmentColumns.join(',')
const file = (...rows: readonly string[]): string => [head, ...rows].join('\n')
const read = (csv: string) => {
  const found = readShipments(csv)
  if (!found.ok) throw new Error(JSON.stringify(found.errors))
  return found
}

describe('a file of shipments', () => {
  it('is a parcel per order and number: all that is left, or the units its rows name', () => {
    const { shipments, refused } = read(
      file(
        'ord_1,顺丰,SF100200300,,',
        'ord_2,sf,SF1,tea,2',
        'ord_2,sf,SF4444,tea,2',
        'ord_3,sf,SF4444,,',
        'ord_2,sf,SF4444,cup,1',
      ),
    )
    expect(shipments).toEqual([
      { row: 2, orderId: 'ord_1', carrier: '顺丰', trackingNumber: 'SF100200300' },
      {
        ...{ row: 4, orderId: 'ord_2', carrier: 'sf', trackingNumber: 'SF4444' },
        lines: [
          { lineId: 'tea', quantity: 2 },
          { lineId: 'cup', quantity: 1 },
        ],
      },
      { row: 5, orderId: 'ord_3', carrier: 'sf', trackingNumber: 'SF4444' },
    ])
    expect(refused).toEqual([{ row: 3, orderId: 'ord_2', column: 'tracking_number', code: 'invalid_input' }])
  })

  it.each([
    ['an order that is none', ['张三 13800000001,sf,SF4444,,'], 'order_id'],
    ['no order', [',sf,SF4444,,'], 'order_id'],
    ['a carrier with a sentence', ['ord_1,sf express!,SF4444,,'], 'carrier'],
    ['units without a line', ['ord_1,sf,SF4444,,2'], 'line_id'],
    ['a line without units', ['ord_1,sf,SF4444,tea,'], 'quantity'],
    ['no units', ['ord_1,sf,SF4444,tea,0'], 'quantity'],
    ['a part of a unit', ['ord_1,sf,SF4444,tea,1.5'], 'quantity'],
    ['another carrier for the same number', ['ord_1,sf,SF4444,tea,1', 'ord_1,yto,SF4444,cup,1'], 'carrier'],
    ['a line twice', ['ord_1,sf,SF4444,tea,1', 'ord_1,sf,SF4444,tea,1'], 'line_id'],
    ['all and a part', ['ord_1,sf,SF4444,,', 'ord_1,sf,SF4444,tea,1'], 'line_id'],
    ['all twice', ['ord_1,sf,SF4444,,', 'ord_1,sf,SF4444,,'], 'line_id'],
  ])('names the column of %s, and takes the other rows', (_, rows, column) => {
    const { shipments, refused } = read(file(...rows, 'ord_9,sf,SF9999,,'))
    expect(refused).toMatchObject([{ row: rows.length + 1, column, code: 'invalid_input' }])
    expect(shipments.at(-1)).toMatchObject({ row: rows.length + 2, orderId: 'ord_9' })
  })

  it('needs three columns, in any order and beside others, and the rows of no more than one file', () => {
    const named = 'name,tracking_number,order_id,carrier\n王,SF4444,ord_1,sf\n'
    expect(read(named).shipments).toEqual([{ row: 2, orderId: 'ord_1', carrier: 'sf', trackingNumber: 'SF4444' }])
    const many = Array.from({ length: MAX_SHIPMENT_ROWS + 1 }, (_, n) => `ord_${n},sf,SF${1_000 + n},,`)
    expect(read(file(...many.slice(1))).shipments).toHaveLength(MAX_SHIPMENT_ROWS)
    const errorOf = (csv: string) => {
      const found = readShipments(csv)
      return found.ok ? undefined : found.errors
    }
    expect(errorOf(file(...many))).toEqual([
      { row: MAX_SHIPMENT_ROWS + 2, column: 'order_id', problem: 'too_many_rows' },
    ])
    expect(errorOf('order_id,carrier\nord_1,sf\n')).toEqual([{ row: 1, column: 'tracking_number', problem: 'missing' }])
    expect(errorOf(head)).toEqual([{ row: 2, column: 'order_id', problem: 'missing' }])
    expect(errorOf(`${head}\n"ord_1`)).toMatchObject([{ problem: 'unreadable' }])
  })
})

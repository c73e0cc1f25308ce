import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOnlineRetail, readRow, type Sales } from './online-retail.ts'

const root = path.resolve(import.meta.dirname, '../../../..')
const sample = path.join(root, 'examples/data/online-retail/sample.csv')
/** The whole data set with its published figures, where it lies beside the checkout. */
const whole = path.join(root, '../shared/data/online-retail')

const good = {
  InvoiceNo: '536365',
  StockCode: '85123A',
  Description: ' WHITE HANGING HEART T-LIGHT HOLDER ',
  Quantity: '6',
  InvoiceDate: '2010-12-01 08:26:00',
  UnitPrice: '2.55',
  CustomerID: '17850',
}

describe('a row of the file', () => {
  it('is read with its price in thousandths and its moment in UTC', () => {
    expect(readRow(good)).toEqual({
      ...{ invoice: '536365', stockCode: '85123A', description: 'WHITE HANGING HEART T-LIGHT HOLDER' },
      ...{ quantity: 6, soldAt: Date.UTC(2010, 11, 1, 8, 26), priceMilli: 2_550, externalId: '17850' },
    })
  })

  it.each([
    ['no_customer', { CustomerID: '' }],
    ['cancelled', { InvoiceNo: 'C536379', Quantity: '-1' }],
    ['quantity_not_positive', { Quantity: '0' }],
    ['price_not_positive', { UnitPrice: '0' }],
  ])('is left out: %s', (reason, change) => expect(readRow({ ...good, ...change })).toBe(reason))

  it.each([
    ['InvoiceNo', ''],
    ['StockCode', ''],
    ['Quantity', '6.5'],
    ['UnitPrice', '2,55'],
    ['InvoiceDate', '01/12/2010'],
  ])('names a bad %s', (column, value) => {
    expect(readRow({ ...good, [column]: value })).toEqual({ message: expect.stringContaining(column) })
  })
})

const figures = ({ rowCount, rows, errors, skipped }: Sales): Readonly<Record<string, number>> => ({
  rowCount,
  taken: rows.length,
  bad: errors.length,
  cancelled: skipped.cancelled,
  members: new Set(rows.map(({ externalId }) => externalId)).size,
  invoices: new Set(rows.map(({ invoice }) => invoice)).size,
  articles: new Set(rows.map(({ stockCode }) => stockCode)).size,
  milli: rows.reduce((sum, { quantity, priceMilli }) => sum + quantity * priceMilli, 0),
})

describe('the file', () => {
  it('is read whole: the sample', async () => {
    expect(figures(await readOnlineRetail(sample, () => undefined))).toEqual({
      ...{ rowCount: 2_916, taken: 2_851, bad: 0, cancelled: 65 },
      ...{ members: 45, invoices: 153, articles: 1_293, milli: 50_941_670 },
    })
  })

  it.skipIf(!existsSync(whole))(
    `agrees with the published figures${existsSync(whole) ? '' : ' (the whole data set is not here)'}`,
    async () => {
      const expected = JSON.parse(readFileSync(path.join(whole, 'expected.json'), 'utf8')) as {
        verified_here: Record<string, number>
      }
      const published = expected.verified_here
      const seen = figures(await readOnlineRetail(path.join(whole, 'online-retail.csv.gz'), () => undefined))
      expect(seen).toMatchObject({
        ...{ rowCount: 541_909, bad: 0 },
        taken: published['clean_rows(customer, not C, qty>0, price>0)'],
        members: published.clean_customers,
        invoices: published.clean_invoices,
      })
      // Published to a tenth of a pound.
      expect(Math.floor((seen.milli ?? 0) / 100) / 10).toBe(published.clean_revenue)
    },
  )
})

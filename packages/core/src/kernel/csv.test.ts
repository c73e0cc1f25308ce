import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvText, readCsv } from './index.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 1_000

describe('readCsv', () => {
  it('gives back what csvText wrote, cell for cell', () => {
    const odd = fc.constantFrom('=1', "'=1", "''-", '"', '""', 'a,b', '\r\n', '\n', '\r', '\ufeff', '', ' ', '，', '茶')
    const cell = fc.oneof(
      odd,
      fc.string(),
      fc.array(odd, { maxLength: 3 }).map((parts) => parts.join('')),
    )
    // A line of one empty cell is an empty line.
    const row = fc.array(cell, { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(readCsv(csvText(rows))).toEqual({ ok: true, rows })
      }),
      { numRuns },
    )
  })

  it.each([
    [
      '\ufeffa,b\nc,"d"',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\n\r\nc,',
      [
        ['a', 'b'],
        ['c', ''],
      ],
    ],
    ['', []],
    ['"x\ny",z\r', [['x\ny', 'z']]],
  ])('reads %j as spreadsheets write it', (text, rows) => {
    expect(readCsv(text)).toEqual({ ok: true, rows })
  })

  it.each([
    ['a,b\nc,"d', 2, 2],
    ['a"b,c', 1, 1],
    ['"a"b', 1, 1],
  ])('says where %j cannot be read', (text, row, column) => {
    expect(readCsv(text)).toEqual({ ok: false, row, column })
  })
})

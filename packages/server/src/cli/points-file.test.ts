import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../kernel/testing/shop.ts'
import { importBalanceRows, readBalance, readBalances } from './points-file.ts'
import { clientOf } from './shop.ts'

const good = { reference: 'old:1', memberId: 'mem_1', count: '40', activeAt: '', expiresAt: '2026-12-31T16:00:00Z' }

describe('a row of the file', () => {
  it('is read with its moments; without an end it never ends', () => {
    expect(readBalance(good)).toEqual({
      ...{ reference: 'old:1', memberId: 'mem_1', count: 40, expiresAt: Date.UTC(2026, 11, 31, 16) },
    })
    expect(readBalance({ ...good, activeAt: '2026-03-01T00:00+08:00', expiresAt: '' })).toMatchObject({
      ...{ activeAt: Date.UTC(2026, 1, 28, 16), expiresAt: null },
    })
  })

  it.each([
    ['count', '4.5'],
    ['count', '0'],
    ['count', '-1'],
    ['reference', ''],
    ['memberId', 'x y'],
    ['activeAt', '2026-03-01'],
    ['expiresAt', 'never'],
  ])('is bad with %s "%s", and told so by name', (column, text) => {
    expect(readBalance({ ...good, [column]: text })).toEqual({ message: expect.stringContaining(column) })
  })
})

describe('a file of balances', () => {
  let shop: Shop
  let folder: string
  beforeAll(async () => {
    shop = await openShop()
    folder = await mkdtemp(join(tmpdir(), 'siyu-balances-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true })
    expect(shop.faults).toEqual([])
    await shop.close()
  })

  it('comes in once, page by page, and tells of the rows that cannot be by their line', async () => {
    const { memberId, accessToken: token } = await shop.signIn('13800000001')
    const rows = Array.from({ length: 250 }, (_, at) => `old:${at},${memberId},2,,`)
    const path = join(folder, 'balances.csv')
    const bad = ['old:x,mem_none,5,,', 'old:y,mem_none,five,,']
    await writeFile(path, ['reference,memberId,count,activeAt,expiresAt', ...rows, ...bad].join('\n'))
    const file = await readBalances(path)
    expect(file.errors).toEqual([{ line: 253, message: expect.stringContaining('count "five"') }])
    const siyu = clientOf(shop.server, shop.sk)
    const errors = [{ line: 252, message: 'old:x: member_missing' }]
    expect(await importBalanceRows(siyu, file.rows)).toEqual({ imported: 250, known: 0, errors })
    expect(await importBalanceRows(siyu, file.rows)).toEqual({ imported: 0, known: 250, errors })
    const balance = await shop.call<{ spendableCount: number }>('GET', '/v1/points', undefined, { token })
    expect(balance.body.spendableCount).toBe(500)
  })

  it('is refused whole without its columns, or when it is not there', async () => {
    const path = join(folder, 'other.csv')
    await writeFile(path, 'a,b\n1,2\n')
    await expect(readBalances(path)).rejects.toThrow(/lacks the columns reference, memberId/)
    await expect(readBalances(join(folder, 'none.csv'))).rejects.toThrow(/ENOENT/)
  })
})

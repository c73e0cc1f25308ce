import { describe, expect, it } from 'vitest'
import { Day } from './index.ts'

const isDay = (text: unknown) => Day.safeParse(text).success

describe('a day', () => {
  it.each(['2026-02-28', '2024-02-29', '2026-12-31', '0001-01-01', '9999-12-31'])('is %s', (text) => {
    expect(isDay(text)).toBe(true)
  })

  it.each([
    ...['2026-02-99', '2026-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1'],
    ...['2026-01-01T00:00:00Z', ' 2026-01-01', '2026-01-01 ', '20260101', '+02026-01-01', '', 20260101, null],
  ])('is not %j', (text) => {
    expect(isDay(text)).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { type PeriodFacts, periodBounds } from './index.ts'

const minutesInHour = 60
const at = (text: string): number => Date.parse(text)
const shanghai = (): number => 8 * minutesInHour
/** Berlin in the spring of 2026: one hour ahead, two from 29 March 01:00 UTC on. */
const berlin = (moment: number): number => (moment < at('2026-03-29T01:00Z') ? 1 : 2) * minutesInHour
const bounds = (part: Partial<PeriodFacts>): readonly string[] =>
  periodBounds({ period: 'day', periodCount: 2, now: at('2026-03-05T10:00Z'), offsetAt: shanghai, ...part }).map(
    (moment) => new Date(moment).toISOString().slice(0, 16),
  )

describe('periodBounds', () => {
  it('cuts days where the brand has midnight', () => {
    expect(bounds({})).toEqual(['2026-03-03T16:00', '2026-03-04T16:00', '2026-03-05T16:00'])
    expect(bounds({ now: at('2026-03-05T16:00Z'), periodCount: 1 })).toEqual(['2026-03-05T16:00', '2026-03-06T16:00'])
    expect(bounds({ now: at('2026-03-05T15:59Z'), periodCount: 1 })).toEqual(['2026-03-04T16:00', '2026-03-05T16:00'])
  })

  it('knows days of 23 hours', () => {
    const days = bounds({ now: at('2026-03-30T10:00Z'), periodCount: 3, offsetAt: berlin })
    expect(days).toEqual(['2026-03-27T23:00', '2026-03-28T23:00', '2026-03-29T22:00', '2026-03-30T22:00'])
  })

  it('begins weeks on Monday, or on Sunday', () => {
    const sunday = { period: 'week', now: at('2026-03-08T10:00Z'), offsetAt: () => 0 } as const
    expect(bounds(sunday)).toEqual(['2026-02-23T00:00', '2026-03-02T00:00', '2026-03-09T00:00'])
    expect(bounds({ ...sunday, weekStart: 'sunday' })).toEqual([
      '2026-03-01T00:00',
      '2026-03-08T00:00',
      '2026-03-15T00:00',
    ])
  })

  it('counts months by the calendar, over the end of a year', () => {
    const months = bounds({ period: 'month', periodCount: 3, now: at('2026-01-31T10:00Z') })
    expect(months).toEqual(['2025-10-31T16:00', '2025-11-30T16:00', '2025-12-31T16:00', '2026-01-31T16:00'])
  })
})

import { expect, it } from 'vitest'
import { zoneOffsetMinutes } from './zone.ts'

it.each([
  ['Asia/Shanghai', '2026-11-22T16:00:00.000Z', 480],
  ['UTC', '2026-11-22T16:00:00.999Z', 0],
  ['Europe/Berlin', '2026-03-29T00:59:59.999Z', 60],
  ['Europe/Berlin', '2026-03-29T01:00:00.000Z', 120],
  ['America/St_Johns', '2026-01-01T02:00:00.500Z', -210],
  ['Asia/Kathmandu', '2026-12-31T18:20:00.000Z', 345],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00.000Z', 840],
])('%s at %s is %d minutes ahead of UTC', (timeZone, moment, minutes) => {
  expect(zoneOffsetMinutes(timeZone, Date.parse(moment))).toBe(minutes)
})

it('does not know every name', () => {
  expect(() => zoneOffsetMinutes('Mars/Olympus', 0)).toThrow(RangeError)
})

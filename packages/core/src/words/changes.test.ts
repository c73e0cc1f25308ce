import { expect, it } from 'vitest'
import { changeText } from './index.ts'

const money = (minor: number): string => `¥${minor / 100}`
const nothing = { beforeMinor: null, nowMinor: null, availableCount: null }

it.each([
  [{ ...nothing, kind: 'short', availableCount: 3 }, '仅剩3件', 'Only 3 left'],
  [{ ...nothing, kind: 'sold_out' }, '已售罄', 'Sold out'],
  [{ ...nothing, kind: 'price_up', beforeMinor: 100, nowMinor: 250 }, '涨价：¥1 → ¥2.5', 'Price went up: ¥1 → ¥2.5'],
] as const)('%o in both languages', (change, zh, en) => {
  expect([changeText(change, 'zh-CN', money), changeText(change, 'en', money)]).toEqual([zh, en])
})

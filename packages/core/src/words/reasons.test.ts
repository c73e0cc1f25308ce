import { describe, expect, it } from 'vitest'
import { Reason } from '../pricing/index.ts'
import { reasonText, reasonWords } from './index.ts'

const money = (minor: number): string => `¥${(minor / 100).toFixed(2)}`
const none = { missingMinor: null, missingCount: null }

describe('reasons', () => {
  it.each(Object.keys(reasonWords))('%s is a reason, with words in Chinese and English', (reason) => {
    const parsed = Reason.parse(reason)
    expect(reasonText({ ...none, reason: parsed }, 'zh-CN', money)).toMatch(/[\u4e00-\u9fff]/)
    expect(reasonText({ ...none, reason: parsed }, 'en', () => '1.00')).toMatch(/^[A-Z][\x20-\x7e]+$/)
  })

  it('say what is missing', () => {
    const amount = { reason: 'below_subtotal', missingMinor: 12_00, missingCount: null } as const
    expect(reasonText(amount, 'zh', money)).toBe('再买¥12.00可用')
    expect(reasonText(amount, 'en', () => '$12.00')).toBe('Add $12.00 more')
    const count = { reason: 'below_quantity', missingMinor: null, missingCount: 2 } as const
    expect(reasonText(count, 'zh', money)).toBe('再买2件可用')
    expect(reasonText(count, 'en', money)).toBe('Add 2 more items')
  })

  it('say nothing of what applied', () => {
    expect(reasonText({ ...none, reason: null }, 'zh', money)).toBe('')
  })
})

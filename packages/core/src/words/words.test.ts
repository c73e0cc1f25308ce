import { describe, expect, it } from 'vitest'
import { listEndpoints } from '../admin-contract.ts'
import { contract } from '../contract.ts'
import type { Endpoint } from '../kernel/index.ts'
import { adminErrorWords, errorWords, hasWords } from './index.ts'

const codes = [...new Set(listEndpoints().flatMap((endpoint) => Object.keys(endpoint.refusals)))]
const shoppers = Object.values(contract)
  .flatMap((verbs) => Object.values<Endpoint>(verbs))
  .flatMap((endpoint) => Object.keys(endpoint.refusals))
const common = [
  ...['invalid_input', 'key_missing', 'denied', 'session_expired', 'route_missing', 'idempotency_key_missing'],
  ...['idempotency_key_reused', 'too_large', 'busy', 'rate_limited', 'fault', 'network', 'timeout', 'aborted'],
  'payment_failed',
]

describe('words by code', () => {
  it.each([...codes, ...common])('%s has words in Chinese and English', (code) => {
    expect(hasWords(code)).toBe(true)
    expect(adminErrorWords(code, 'zh-CN')).toMatch(/[\u4e00-\u9fff]/)
    expect(adminErrorWords(code, 'en')).toMatch(/^[A-Z][\x20-\x7e]+\.$/)
  })

  it('tells shoppers the same, and of what only operators can be refused no more than that it failed', () => {
    const known = new Set([...shoppers, ...common])
    for (const code of known) expect(errorWords(code, 'en')).toBe(adminErrorWords(code, 'en'))
    const others = codes.filter((code) => !known.has(code))
    expect(others.length).toBeGreaterThan(50)
    for (const code of others) expect(errorWords(code, 'en')).toBe(errorWords('fault', 'en'))
  })

  it('reads the language of the locale tag', () => {
    expect(errorWords('coupon_sold_out', 'zh')).toBe('优惠券已被领完')
    expect(errorWords('coupon_sold_out', 'zh-Hans-CN')).toBe('优惠券已被领完')
    expect(errorWords('coupon_sold_out', 'fr')).toBe('All of these coupons are gone.')
  })

  it.each(['of_tomorrow', 'constructor', ''])('answers for an unknown code %j as for a fault', (code) => {
    expect(errorWords(code, 'en')).toBe(errorWords('fault', 'en'))
    expect(adminErrorWords(code, 'en')).toBe(errorWords('fault', 'en'))
    expect(hasWords(code)).toBe(false)
  })
})

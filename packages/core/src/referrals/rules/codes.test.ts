import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CodeKind, landing, readReferralCode, referralCode } from '../index.ts'

const kinds: readonly CodeKind[] = ['personal', 'kol', 'campaign', 'community', 'poster']
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const random = fc.array(fc.constantFrom(...alphabet), { minLength: 9, maxLength: 9 }).map((all) => all.join(''))
const made = (kind: CodeKind): string => referralCode(kind, 'ref_123456789')

describe('codes', () => {
  it('say their kind offline, fit a scene and a state, and are read however they are typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), random, (kind, chance) => {
        const code = referralCode(kind, chance)
        expect(`ref=${code}&p=123456789012`.length).toBeLessThanOrEqual(32)
        const typed = `${code.slice(0, 4)}-${code.slice(4)} `.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'l')
        expect(readReferralCode(typed)).toEqual({ form: 'sound', kind, code })
      }),
    )
  })

  it('with one wrong symbol are never taken for another', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), random, fc.nat(10), fc.nat(31), (kind, chance, at, other) => {
        const code = referralCode(kind, chance)
        const wrong = `${code.slice(0, at)}${alphabet[other]}${code.slice(at + 1)}`
        if (wrong !== code) expect(readReferralCode(wrong)).toEqual({ form: 'mistyped' })
      }),
    )
  })

  it('of before have no kind; what is no code is none', () => {
    expect(readReferralCode('ABCD2345')).toEqual({ form: 'plain', code: 'abcd2345' })
    for (const text of ['', 'abc', 'z'.repeat(25), 'a!b%c', '群聊邀请码'])
      expect(readReferralCode(text)).toEqual({ form: 'none' })
    expect(() => referralCode('kol', 'ref_1')).toThrow('fresh identifier')
  })
})

describe('landing', () => {
  const kol = made('kol')

  it('reads the address of a page, with the product it leads to', () => {
    const url = `https://shop.example/#/x`.replace('/#', `/p/1?a=1&ref=${kol}&p=prd_tea&ch=xhs#`)
    const found = { code: kol, kind: 'kol', channel: 'xhs', productId: 'prd_tea', via: 'link' }
    expect(landing({ platform: 'web', url })).toEqual(found)
    expect(landing({ platform: 'web', url: 'https://shop.example/?ref=%E0%A4%A' })).toBeNull()
    expect(landing({ platform: 'web', url: `https://shop.example/#/p/1?ref=${kol}` })).toMatchObject({ code: kol })
    const foul = `https://shop.example/?ref=${kol}&p=${'x'.repeat(65)}&ch=${encodeURIComponent('<b>')}`
    expect(landing({ platform: 'web', url: foul })).toMatchObject({ productId: null, channel: null })
  })

  it('reads what a mini-program was opened with: parameters, or all of them in one scene', () => {
    const open = (query: Record<string, string>, more: object = {}) =>
      landing({ platform: 'mini_program', query, ...more })
    expect(open({ ref: kol }, { scene: 1007, chatType: 1 })).toMatchObject({ kind: 'kol', via: 'single_chat' })
    expect(open({ ref: kol }, { scene: 1008, shareTicket: 't' })).toMatchObject({ via: 'group_chat' })
    expect(open({ ref: kol }, { chatType: 3 })).toMatchObject({ via: 'group_chat' })
    const scene = encodeURIComponent(`ref=${kol}&p=prd_tea`)
    expect(open({ scene }, { scene: 1047 })).toMatchObject({ code: kol, productId: 'prd_tea', via: 'scan' })
    expect(open({}, { scene: 1001 })).toBeNull()
    expect(open({ ref: 'abcd2345' })).toMatchObject({ code: 'abcd2345', kind: null, via: 'other' })
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCheckSymbols, codesCsv, codeText, couponCode, parseCode, publicCodeOf } from '../index.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const prefixes = fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'), maxLength: 8 })
const codes = fc
  .tuple(fc.uint8Array({ minLength: 12, maxLength: 32 }), prefixes)
  .map(([random, prefix]) => couponCode(random, prefix))

describe('a code', () => {
  it('is 12 symbols of chance and 2 that check them, after a prefix', () => {
    const random = new Uint8Array(12)
    expect(couponCode(random)).toBe('00000000000000')
    random[11] = 1
    const code = couponCode(random)
    expect(code).toMatch(/^000000000001[0-9A-Z]{2}$/)
    expect(couponCode(random, 'VIP').startsWith('V1P000000000001')).toBe(true)
    expect(() => couponCode(new Uint8Array(11))).toThrow(/12 random bytes/)
  })

  it('takes five bits of every byte and no more', () => {
    const low = Uint8Array.from({ length: 12 }, (_, index) => index * 2)
    const high = low.map((byte) => byte | 0b1110_0000)
    expect(couponCode(high)).toBe(couponCode(low))
  })

  it('reads as itself however it is typed', () => {
    const spelling = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toLowerCase(),
      (text) => ` ${codeText(text)} `,
      (text) => text.replace(/0/g, 'o').replace(/1/g, 'l'),
      (text) => text.replace(/0/g, 'O').replace(/1/g, 'I').replace(/V/g, 'u'),
      (text) => [...text].join(' – '),
      (text) => text.replace(/[0-9A-Z]/g, (symbol) => String.fromCharCode(symbol.charCodeAt(0) + 0xfee0)),
    )
    fc.assert(
      fc.property(codes, spelling, (code, spell) => {
        expect(parseCode(spell(code))).toEqual({ kind: 'code', code })
      }),
    )
  })

  it('is told from a code with a slip: every wrong symbol, every two, every swap is found', () => {
    const place = fc.nat({ max: 21 })
    const step = fc.integer({ min: 1, max: 31 })
    const wrongAt = (code: string, at: number, by: number): string => {
      const index = at % code.length
      const other = ALPHABET[(ALPHABET.indexOf(code[index] ?? '') + by) % 32] ?? ''
      return code.slice(0, index) + other + code.slice(index + 1)
    }
    fc.assert(
      fc.property(codes, place, step, place, step, (code, one, by, other, also) => {
        expect(parseCode(wrongAt(code, one, by))).toEqual({ kind: 'mistyped' })
        const twice = wrongAt(wrongAt(code, one, by), other, also)
        if (twice !== code) expect(parseCode(twice)).toEqual({ kind: 'mistyped' })
      }),
      { numRuns: 1_000 },
    )
    fc.assert(
      fc.property(codes, place, place, (code, one, other) => {
        const symbols = [...code]
        const [first, second] = [one % code.length, other % code.length]
        symbols.splice(first, 1, code[second] ?? '')
        symbols.splice(second, 1, code[first] ?? '')
        const swapped = symbols.join('')
        if (swapped !== code) expect(parseCode(swapped)).toEqual({ kind: 'mistyped' })
      }),
      { numRuns: 1_000 },
    )
  })

  it('every single slip and every swap of neighbours of some codes, counted out', () => {
    const found = { slips: 0, tried: 0 }
    const tell = (typed: string): void => {
      found.tried += 1
      if (parseCode(typed).kind === 'mistyped') found.slips += 1
    }
    for (const prefix of ['', 'VIP', 'SUMMER26']) {
      const code = couponCode(
        Uint8Array.from({ length: 12 }, (_, index) => index * 37 + prefix.length),
        prefix,
      )
      for (let at = 0; at < code.length; at += 1) {
        for (const other of ALPHABET) {
          if (other !== code[at]) tell(code.slice(0, at) + other + code.slice(at + 1))
        }
        const [left, right] = [code[at], code[at + 1]]
        if (right !== undefined && left !== right) tell(code.slice(0, at) + right + left + code.slice(at + 2))
      }
    }
    expect(found.tried).toBeGreaterThan(1_600)
    expect(found.slips).toBe(found.tried)
  })

  it('is no code of ours when it is too short, too long or of other characters', () => {
    for (const text of [
      '',
      'WELCOME10',
      'A'.repeat(13),
      'A'.repeat(23),
      '双十一大促双十一大促双十一大',
      '12345678901*34',
    ]) {
      expect(parseCode(text)).toEqual({ kind: 'other' })
    }
  })

  it('is shown with its prefix as written and in groups of four', () => {
    const code = addCheckSymbols('V1PABCDEFGH0123')
    expect(codeText(code, 'VIP')).toMatch(/^VIP-ABCD-EFGH-0123-..$/)
    expect(codeText(addCheckSymbols('abcdefgh0123'))).toMatch(/^ABCD-EFGH-0123-..$/)
    expect(parseCode(codeText(code, 'VIP'))).toEqual({ kind: 'code', code })
  })
})

describe('a public code', () => {
  it('is the same in any case, with spaces, and in full width', () => {
    expect(['welcome10', ' Welcome10', 'WEL COME 10', 'ｗｅｌｃｏｍｅ１０'].map(publicCodeOf)).toEqual(
      Array(4).fill('WELCOME10'),
    )
    expect(publicCodeOf('双十一')).toBe('双十一')
  })
})

describe('codes as CSV', () => {
  it('has a head line, ends each line with CRLF and tells when in UTC', () => {
    const rows = [
      { code: 'ABCD-EFGH-0123-45', claimedBy: null, claimedAt: null },
      { code: 'ABCD-EFGH-0123-46', claimedBy: 'mem_1', claimedAt: Date.UTC(2027, 2, 1, 8) },
    ]
    expect(codesCsv(rows)).toBe(
      'code,claimed_by,claimed_at\r\nABCD-EFGH-0123-45,,\r\nABCD-EFGH-0123-46,mem_1,2027-03-01T08:00:00.000Z\r\n',
    )
    expect(codesCsv([])).toBe('code,claimed_by,claimed_at\r\n')
  })

  it('disarms formulas and quotes what needs it', () => {
    const cell = (code: string): string => codesCsv([{ code, claimedBy: null, claimedAt: null }]).split('\r\n')[1] ?? ''
    expect(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'].map(cell)).toEqual([
      "'=1+1,,",
      "'+1,,",
      "'-1,,",
      "'@SUM(A1),,",
      "'\tx,,",
    ])
    expect(cell('a,b')).toBe('"a,b",,')
    expect(cell('say "hi"')).toBe('"say ""hi""",,')
    expect(cell('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")",,')
  })
})

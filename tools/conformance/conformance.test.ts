import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runNode, sourceCondition } from '../process.ts'
import { defaultFile, readCases } from './cases.ts'
import { moneySuite } from './money.ts'
import { judge, reportText, tooOftenSkipped } from './report.ts'
import { suites } from './suites.ts'
import type { Case } from './types.ts'
import { wholeWeights } from './weights.ts'

const minuteMs = 60_000

const split: Case = {
  id: 'OWN-001',
  source: { suite: 'own' },
  fit: 'direct',
  input: { op: 'split', amount: 100, parts: 3 },
  expect: { shares: [34, 33, 33] },
}
const wrong: Case = { ...split, id: 'OWN-002', expect: { shares: [33, 33, 34] } }
const otherRule: Case = {
  ...split,
  id: 'OWN-003',
  input: { op: 'allocate', amount: 100, weights: [1, 1, 1] },
  expect: { shares: [33, 33, 34] },
  derived: { remainderRules: ['last'] },
}

function allocation(amount: number, weights: readonly (number | string)[], shares: readonly number[]): Case {
  const derived = { remainderRules: ['largestFraction'] }
  return { ...split, id: `OWN-${weights}`, input: { op: 'allocate', amount, weights }, expect: { shares }, derived }
}

describe('the frame', () => {
  it('passes what agrees, and reports what does not with both figures', () => {
    const report = judge(moneySuite, [split, wrong])
    expect(report.tallies).toEqual([{ source: 'own', passed: 1, failed: 1, skipped: 0, direct: 2, directSkipped: 0 }])
    expect(report.failures).toEqual([
      { id: 'OWN-002', expected: { shares: [33, 33, 34] }, got: { shares: [34, 33, 33] } },
    ])
    expect(reportText(report, true).split('\n').at(-1)).toBe('1 passed, 1 failed, 0 skipped')
  })

  it('fails a figure that Siyu has none for, and a suite that throws', () => {
    const unknown = { ...split, expect: { shares: [34, 33, 33], colour: 'red' } }
    expect(judge(moneySuite, [unknown]).failures).toHaveLength(1)
    const broken = judge(() => {
      throw new Error('no such thing')
    }, [split])
    expect(broken.failures).toEqual([{ id: 'OWN-001', expected: split.expect, got: 'Error: no such thing' }])
  })

  it('expects a refusal only where the source refuses', () => {
    const refused = { ...split, input: { op: 'split', amount: 100, parts: 0 }, expect: { error: 'invalidParts' } }
    expect(judge(moneySuite, [refused]).failures).toEqual([])
    expect(judge(moneySuite, [{ ...split, expect: { error: 'invalidParts' } }]).failures).toHaveLength(1)
  })

  it('skips with a reason, and complains when a tenth of the direct cases is passed', () => {
    const few = judge(moneySuite, [otherRule, ...Array.from({ length: 9 }, () => split)])
    expect(few.tallies[0]).toMatchObject({ passed: 9, skipped: 1, direct: 10, directSkipped: 1 })
    expect([...few.reasons.values()]).toEqual([1])
    expect(tooOftenSkipped(few)).toEqual([])
    const many = judge(moneySuite, [otherRule, ...Array.from({ length: 8 }, () => split)])
    expect(tooOftenSkipped(many)).toEqual(['own'])
    expect(reportText(many, true)).toContain('too many: more than a tenth of the direct cases of own are skipped')
  })

  it('reads weights as exact fractions', () => {
    expect(wholeWeights(['0.1', '0.2', '0.1'])).toEqual([1, 2, 1])
    expect(wholeWeights(['950/6650', '1/7'])).toEqual([1, 1])
    expect(wholeWeights(['50.50', 0])).toEqual([1, 0])
    expect(wholeWeights([])).toEqual([])
    expect(wholeWeights(['1.1818583143661', '1.170126087450276', '9007199254740991'])).toBeUndefined()
    const cases = [
      allocation(10, ['0.1', '0.2', '0.1'], [3, 5, 2]),
      allocation(-1_000, ['0.6667', '0.3333'], [-667, -333]),
    ]
    expect(judge(moneySuite, cases).failures).toEqual([])
  })
})

describe('the command', () => {
  const command = (...args: string[]) =>
    runNode([sourceCondition, 'tools/conformance/main.ts', ...args], { output: 'capture' })
  const run = async (cases: readonly Case[]) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'siyu-cases-'))
    const file = path.join(folder, 'money.json')
    try {
      fs.writeFileSync(file, JSON.stringify({ schema: 'own', area: 'money', cases }))
      return await command('money', file)
    } finally {
      fs.rmSync(folder, { recursive: true, force: true })
    }
  }
  const lastLine = (text: string) => text.trim().split('\n').at(-1)

  it(
    'ends with the sum, and with 1 after a failure or too many skips',
    async () => {
      const [good, bad, lazy] = [await run([split]), await run([split, wrong]), await run([split, otherRule])]
      expect([good.code, lastLine(good.output)]).toEqual([0, '1 passed, 0 failed, 0 skipped'])
      expect([bad.code, lastLine(bad.output)]).toEqual([1, '1 passed, 1 failed, 0 skipped'])
      expect(bad.output).toContain('failed OWN-002')
      expect([lazy.code, lastLine(lazy.output)]).toEqual([1, '1 passed, 0 failed, 1 skipped'])
    },
    minuteMs,
  )

  it(
    'says what is missing',
    async () => {
      expect(await command('kitchens')).toMatchObject({ code: 2, output: expect.stringContaining('usage:') })
      const absent = await command('money', 'no-such-file.json')
      expect([absent.code !== 0, absent.output.includes('there is no file')]).toEqual([true, true])
    },
    minuteMs,
  )
})

/** The areas whose rules are complete; the others are judged by the command only. */
const complete = Object.entries(suites).filter(([, { isStrict }]) => isStrict)

describe('published cases', () => {
  it.for(complete)('%s', async ([name, { load }], { skip }) => {
    const file = defaultFile(name)
    if (!fs.existsSync(file)) return skip(`no cases at ${file}`)
    const report = judge(await load(), readCases(file))
    expect(report.failures).toEqual([])
    expect(tooOftenSkipped(report)).toEqual([])
  })
})

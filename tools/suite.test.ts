import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from './reporter.ts'
import { exitCode, readReport, summary } from './suite.ts'

const line = (name: string, report: Partial<Report>) => ({
  name,
  report: { passed: 0, failed: 0, failures: [], skipped: [], ...report },
  seconds: 1,
})
const lastLine = (text: string): string | undefined => text.split('\n').at(-1)

describe('summary', () => {
  it('ends with the sum', () => {
    const lines = [line('types', { passed: 1 }), line('core', { passed: 20, failed: 2 })]
    expect(lastLine(summary(lines))).toBe('21 passed, 2 failed')
  })

  it('counts skipped tests and tells why', () => {
    const skipped = [{ name: 'a.test.ts > opens', reason: 'no Chromium here' }]
    const text = summary([line('e2e', { passed: 1, skipped })])
    expect(text).toContain('skipped: a.test.ts > opens: no Chromium here')
    expect(lastLine(text)).toBe('1 passed, 0 failed, 1 skipped')
  })
})

describe('summary of a bad run', () => {
  it('names what failed', () => {
    const failures = [{ name: 'b.test.ts > closes', reason: 'expected 1 to be 2' }]
    const text = summary([line('react', { passed: 1, failed: 1, failures })])
    expect(text).toContain('failed: b.test.ts > closes: expected 1 to be 2')
  })
})

describe('exit code', () => {
  it('is 0 when something passed and nothing failed', () => {
    expect(exitCode([line('core', { passed: 1 })])).toBe(0)
  })

  it('is 1 after a failure, and when nothing ran', () => {
    expect(exitCode([line('core', { passed: 9, failed: 1 })])).toBe(1)
    expect(exitCode([])).toBe(1)
  })
})

describe('report of a project', () => {
  let folder: string
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'siyu-suite-'))
  })
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

  const write = (report: Report): string => {
    const file = path.join(folder, 'report.json')
    fs.writeFileSync(file, JSON.stringify(report))
    return file
  }

  it('is taken as written', () => {
    const report = { passed: 3, failed: 1, failures: [], skipped: [] }
    expect(readReport(write(report), 1, false)).toEqual(report)
  })

  it('is one failure when the run crashed, wrote nothing, or found no tests', () => {
    expect(readReport(path.join(folder, 'absent.json'), 137, true).failed).toBe(1)
    expect(readReport(write({ passed: 3, failed: 0, failures: [], skipped: [] }), 1, true)).toEqual({
      passed: 3,
      failed: 1,
      failures: [],
      skipped: [],
    })
    expect(readReport(write({ passed: 0, failed: 0, failures: [], skipped: [] }), 0, false).failed).toBe(1)
  })

  it('may be empty when the tests were filtered', () => {
    expect(readReport(path.join(folder, 'absent.json'), 0, true)).toEqual({
      passed: 0,
      failed: 0,
      failures: [],
      skipped: [],
    })
  })
})

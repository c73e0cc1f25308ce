/** A vitest reporter that writes the counts, and why tests were skipped, as JSON to $SIYU_REPORT. */
import fs from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** What one project's run came to. */
export type Report = {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly SkippedTest[]
}

export type SkippedTest = {
  readonly name: string
  readonly reason: string
}

/** Counts tests; a file that breaks outside of a test, and an error nobody caught, count as one failure each. */
export function summarize(modules: readonly TestModule[], uncaughtCount: number): Report {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const failed = tests.filter((test) => test.result().state === 'failed').length
  const broken = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module)).length
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed: failed + broken + uncaughtCount,
    skipped: tests.filter((test) => ['skipped', 'pending'].includes(test.result().state)).map(skippedTest),
  }
}

function hasFailedTest(module: TestModule): boolean {
  return [...module.children.allTests()].some((test) => test.result().state === 'failed')
}

function skippedTest(test: TestCase): SkippedTest {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : 'it never ran'
  return { name: `${test.module.relativeModuleId} > ${test.fullName}`, reason: note ?? 'no reason given' }
}

/** The reporter for `test.reporters`; writes nothing when $SIYU_REPORT is unset. */
export const summaryReporter: Reporter = {
  onTestRunEnd(modules, errors) {
    const file = process.env.SIYU_REPORT
    if (file !== undefined) fs.writeFileSync(file, JSON.stringify(summarize(modules, errors.length)))
  },
}

/** A vitest reporter that writes the counts, what failed, and why tests were skipped, as JSON to $SIYU_REPORT. */
import fs from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

const reasonLength = 300

/** What one project's run came to. */
export type Report = {
  readonly passed: number
  readonly failed: number
  readonly failures: readonly NamedReason[]
  readonly skipped: readonly NamedReason[]
}

/** A test and, on one line, why it failed or was skipped. */
export type NamedReason = {
  readonly name: string
  readonly reason: string
}

/** Counts tests; a file that breaks outside of a test, and an error nobody caught, count as one failure each. */
export function summarize(modules: readonly TestModule[], uncaught: readonly { readonly message: string }[]): Report {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const broken = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module))
  const failures = [
    ...tests.filter(hasFailed).map((test) => failure(nameOf(test), test.result().errors)),
    ...broken.map((module) => failure(module.relativeModuleId, module.errors())),
    ...uncaught.map((error) => failure('an error nobody caught', [error])),
  ]
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed: failures.length,
    failures,
    skipped: tests.filter((test) => ['skipped', 'pending'].includes(test.result().state)).map(skippedTest),
  }
}

function hasFailed(test: TestCase): boolean {
  return test.result().state === 'failed'
}

function hasFailedTest(module: TestModule): boolean {
  return [...module.children.allTests()].some(hasFailed)
}

function nameOf(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`
}

function failure(name: string, errors: readonly { readonly message: string }[] | undefined): NamedReason {
  const firstLine = errors?.[0]?.message.split('\n')[0]?.slice(0, reasonLength)
  return { name, reason: firstLine ?? 'no error given' }
}

function skippedTest(test: TestCase): NamedReason {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : 'it never ran'
  return { name: nameOf(test), reason: note ?? 'no reason given' }
}

/** The reporter for `test.reporters`; writes nothing when $SIYU_REPORT is unset. */
export const summaryReporter: Reporter = {
  onTestRunEnd(modules, errors) {
    const file = process.env.SIYU_REPORT
    if (file !== undefined) fs.writeFileSync(file, JSON.stringify(summarize(modules, errors)))
  },
}

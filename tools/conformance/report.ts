import type { Case, Suite, Verdict } from './types.ts'

/** The most of a source's `direct` cases that may be skipped. */
export const MAX_SKIPPED_BPS = 1_000

/** What came out for the cases of one source. */
export type Tally = {
  readonly source: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly direct: number
  readonly directSkipped: number
}

export type Outcome = { readonly testCase: Case; readonly verdict: Verdict }
export type Failure = { readonly id: string; readonly expected: unknown; readonly got: unknown }

export type Report = {
  readonly tallies: readonly Tally[]
  readonly failures: readonly Failure[]
  /** How many cases were skipped for each reason. */
  readonly reasons: ReadonlyMap<string, number>
}

/** Judges all cases. A suite that throws has failed the case. */
export function judge(suite: Suite, cases: readonly Case[]): Report {
  const outcomes = cases.map((testCase): Outcome => ({ testCase, verdict: verdictOf(suite, testCase) }))
  const sources = grouped(outcomes, ({ testCase }) => testCase.source.suite)
  const reasons = outcomes.flatMap(({ verdict }) => (verdict.kind === 'skipped' ? [verdict.reason] : []))
  return {
    tallies: [...sources].map(([source, own]) => tallyOf(source, own)),
    failures: outcomes.flatMap(({ testCase: { id }, verdict }) =>
      verdict.kind === 'failed' ? [{ id, expected: verdict.expected, got: verdict.got }] : [],
    ),
    reasons: new Map([...grouped(reasons, (reason) => reason)].map(([reason, { length }]) => [reason, length])),
  }
}

function grouped<T>(list: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const each of list) {
    const key = keyOf(each)
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return groups
}

function verdictOf(suite: Suite, testCase: Case): Verdict {
  try {
    return suite(testCase)
  } catch (error) {
    return { kind: 'failed', expected: testCase.expect, got: String(error) }
  }
}

function tallyOf(source: string, outcomes: readonly Outcome[]): Tally {
  const ofKind = (kind: Verdict['kind']): readonly Outcome[] => outcomes.filter(({ verdict }) => verdict.kind === kind)
  const directOf = (some: readonly Outcome[]): number => some.filter(({ testCase }) => testCase.fit === 'direct').length
  const skipped = ofKind('skipped')
  return {
    source,
    passed: ofKind('passed').length,
    failed: ofKind('failed').length,
    skipped: skipped.length,
    direct: directOf(outcomes),
    directSkipped: directOf(skipped),
  }
}

/** The sources of which more `direct` cases were skipped than may be. */
export function tooOftenSkipped({ tallies }: Report): readonly string[] {
  return tallies
    .filter(({ direct, directSkipped }) => directSkipped * 10_000 > direct * MAX_SKIPPED_BPS)
    .map(({ source }) => source)
}

/** The report to read: sources, reasons, failures, breaches of the rule, and the sum as the last line. */
export function reportText(report: Report, isStrict: boolean): string {
  const { tallies, failures, reasons } = report
  const word = isStrict ? 'too many' : 'warning'
  return [
    ...tallies.map(tallyText),
    ...[...reasons].toSorted((a, b) => b[1] - a[1]).map(([reason, count]) => `skipped ${count}: ${reason}`),
    ...failures.map(failureText),
    ...tooOftenSkipped(report).map((name) => `${word}: more than a tenth of the direct cases of ${name} are skipped`),
    `${sum(tallies, 'passed')} passed, ${sum(tallies, 'failed')} failed, ${sum(tallies, 'skipped')} skipped`,
  ].join('\n')
}

function tallyText({ source, passed, failed, skipped, direct, directSkipped }: Tally): string {
  const percent = direct === 0 ? '0.0' : ((directSkipped * 100) / direct).toFixed(1)
  const share = `direct skipped ${directSkipped} of ${direct} (${percent} %)`
  return `${source.padEnd(24)} ${passed} passed, ${failed} failed, ${skipped} skipped; ${share}`
}

function failureText({ id, expected, got }: Failure): string {
  return `failed ${id}\n  expected ${JSON.stringify(expected)}\n  got      ${JSON.stringify(got)}`
}

function sum(tallies: readonly Tally[], key: 'passed' | 'failed' | 'skipped'): number {
  return tallies.reduce((total, tally) => total + tally[key], 0)
}

/** One case of a published test suite: an input and the figures that suite asserts. */
export type Case = {
  /** Stable, such as `MONEY-dinero-001`. Never a ground for skipping. */
  id: string
  source: { suite: string; path?: string }
  /** `direct`: as it stands. `adapter`: after a switch or conversion. `divergent`: a peculiarity of the source. */
  fit: 'direct' | 'adapter' | 'divergent'
  tags?: string[]
  note?: string
  input: Record<string, unknown>
  /** Only what the source asserts: a missing key is not asserted, never zero. */
  expect: Record<string, unknown>
  /** Not from the source: which of the known rules for spare minor units give exactly these shares. */
  derived?: { remainderRules?: string[] }
}

export type Verdict =
  | { kind: 'passed' }
  | { kind: 'failed'; expected: unknown; got: unknown }
  | { kind: 'skipped'; reason: string }

/** Judges one case. It skips by suite, kind, fit, tag or a feature of the input, and says why. */
export type Suite = (testCase: Case) => Verdict

/** A file of cases, as much of it as is read here. */
export type CaseFile = { schema: string; area: string; cases: Case[] }

/**
 * The whole check: types, lint, tidy and every vitest project, side by side where one alone leaves a processor idle;
 * goes on after a failure and adds everything up.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromiumEnvironment } from './chromium.ts'
import { inLanes } from './lanes.ts'
import { root, runNode, script, watchForStop } from './process.ts'
import type { NamedReason, Report } from './reporter.ts'

const checks: Readonly<Record<string, readonly string[]>> = {
  types: [script('typescript', 'bin/tsc'), '--noEmit', '-p', 'tsconfig.json'],
  lint: [script('@biomejs/biome', 'bin/biome'), 'check', '.'],
  tidy: ['tools/tidy.ts'],
}

/**
 * How many files of a project run at once. The rules of core are tried beside the types, the longest project takes
 * every worker, and of what comes after it the longest begins first.
 */
const projects: Readonly<Record<string, number>> = {
  core: 1,
  server: 2,
  e2e: 1,
  tools: 1,
  analytics: 1,
  'server-transaction': 1,
  react: 1,
}

/** How many parts, or files of one, run at once on the whole: the tests start processes and browsers of their own. */
const WORKERS = 2

const nothing: Report = { passed: 0, failed: 0, failures: [], skipped: [] }

type Line = { readonly name: string; readonly report: Report; readonly seconds: number }
type Environment = Readonly<Record<string, string>>
/** A part of the check, what it runs, and what its report is read from when it is over. */
type Part = {
  readonly name: string
  readonly workers: number
  readonly command: readonly string[]
  readonly env: Environment
  readonly report: (code: number) => Report
}

/** Runs everything and prints the sum as the last line. Arguments are handed to vitest. Returns the exit code. */
export async function testAll(args: readonly string[], extra: Environment): Promise<number> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'siyu-suite-'))
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  const shared = { SIYU_TEST_TEMPLATES: folder, NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/compiled') }
  const env = { ...colour, ...shared, ...(await chromiumEnvironment()), ...extra }
  try {
    const parts = [
      ...Object.entries(checks).map(([name, command]) => checkPart(name, command, env)),
      ...Object.entries(projects).map(([name, workers]) => projectPart(name, workers, folder, args, env)),
    ]
    const isStopped = watchForStop()
    const loads = parts.map((part) => ({
      workers: part.workers,
      run: () => (isStopped() ? Promise.resolve(leftOut(part)) : runPart(part)),
    }))
    const lines = await inLanes(loads, WORKERS)
    console.log(summary(lines))
    return exitCode(lines)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** The closing report: a line per part, the skipped and the failed tests with their reasons, and the sum. */
export function summary(lines: readonly Line[]): string {
  const parts = lines.map(({ name, report, seconds }) => {
    const skipped = report.skipped.length > 0 ? `, ${report.skipped.length} skipped` : ''
    return `${name.padEnd(20)} ${report.passed} passed, ${report.failed} failed${skipped} (${seconds.toFixed(1)} s)`
  })
  const skipped = lines.flatMap(({ report }) => report.skipped)
  const reasons = [
    ...said('skipped', skipped),
    ...said(
      'failed',
      lines.flatMap(({ report }) => report.failures),
    ),
  ]
  const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : ''
  const total = `${count(lines, 'passed')} passed, ${count(lines, 'failed')} failed${tail}`
  return ['', ...parts, ...reasons, '', total].join('\n')
}

function said(state: string, tests: readonly NamedReason[]): readonly string[] {
  return tests.map(({ name, reason }) => `${state}: ${name}: ${reason}`)
}

/** 0 only when something ran and nothing failed. */
export function exitCode(lines: readonly Line[]): number {
  return count(lines, 'failed') > 0 || count(lines, 'passed') === 0 ? 1 : 0
}

function count(lines: readonly Line[], key: 'passed' | 'failed'): number {
  return lines.reduce((sum, { report }) => sum + report[key], 0)
}

/** Says that a part begins, and all that it said when it is over, so that two never talk at once. */
async function runPart({ name, command, env, report }: Part): Promise<Line> {
  console.log(`… ${name}`)
  const startedAt = performance.now()
  const { code, output } = await runNode(command, { env, output: 'capture' })
  const seconds = (performance.now() - startedAt) / 1000
  console.log(`\n── ${name} (${seconds.toFixed(1)} s)\n${output.trimEnd()}`)
  return { name, report: report(code), seconds }
}

/** A part that was not begun any more. */
function leftOut({ name }: Part): Line {
  const report = { ...nothing, failed: 1, failures: [{ name, reason: 'stopped before it began' }] }
  return { name, report, seconds: 0 }
}

function checkPart(name: string, command: readonly string[], env: Environment): Part {
  const report = (code: number): Report => ({ ...nothing, ...(code === 0 ? { passed: 1 } : { failed: 1 }) })
  return { name, workers: 1, command, env, report }
}

function projectPart(name: string, workers: number, folder: string, args: readonly string[], env: Environment): Part {
  const file = path.join(folder, `${name}.json`)
  const command = [
    script('vitest', 'vitest.mjs'),
    ...['run', '--project', name, `--maxWorkers=${workers}`],
    ...(args.length > 0 ? ['--passWithNoTests'] : []),
    ...args,
  ]
  const report = (code: number): Report => readReport(file, code, args.length > 0)
  return { name, workers, command, env: { ...env, SIYU_REPORT: file }, report }
}

/** A run that ends badly without saying why, or that ran nothing although nothing was filtered, is one failure. */
export function readReport(file: string, code: number, isFiltered: boolean): Report {
  const written = fs.existsSync(file)
  const report = written ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Report) : nothing
  const isEmpty = report.passed + report.skipped.length === 0
  const isSilent = report.failed === 0 && (code !== 0 || (!isFiltered && (isEmpty || !written)))
  return isSilent ? { ...report, failed: 1 } : report
}

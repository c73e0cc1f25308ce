/** The whole check: types, lint, tidy, then every vitest project; goes on after a failure and adds everything up. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromiumEnvironment } from './chromium.ts'
import { runNode, script } from './process.ts'
import type { NamedReason, Report } from './reporter.ts'

const checks: Readonly<Record<string, readonly string[]>> = {
  types: [script('typescript', 'bin/tsc'), '--noEmit', '-p', 'tsconfig.json'],
  lint: [script('@biomejs/biome', 'bin/biome'), 'check', '.'],
  tidy: ['tools/tidy.ts'],
}

const projects = ['core', 'analytics', 'react', 'server', 'server-transaction', 'tools', 'e2e'] as const

const nothing: Report = { passed: 0, failed: 0, failures: [], skipped: [] }

type Line = { readonly name: string; readonly report: Report; readonly seconds: number }
type Environment = Readonly<Record<string, string>>

/** Runs everything and prints the sum as the last line. Arguments are handed to vitest. Returns the exit code. */
export async function testAll(args: readonly string[], extra: Environment): Promise<number> {
  const env = { ...(await chromiumEnvironment()), ...extra }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'siyu-reports-'))
  const lines: Line[] = []
  try {
    for (const [name, command] of Object.entries(checks)) lines.push(await timed(name, () => runCheck(name, command)))
    for (const name of projects) lines.push(await timed(name, () => runProject(name, folder, args, env)))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
  console.log(summary(lines))
  return exitCode(lines)
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

async function timed(name: string, work: () => Promise<Report>): Promise<Line> {
  const startedAt = performance.now()
  return { name, report: await work(), seconds: (performance.now() - startedAt) / 1000 }
}

async function runCheck(name: string, command: readonly string[]): Promise<Report> {
  console.log(`\n── ${name}`)
  const { code } = await runNode(command)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, failures: [], skipped: [] }
}

async function runProject(name: string, folder: string, args: readonly string[], env: Environment): Promise<Report> {
  console.log(`\n── ${name}`)
  const file = path.join(folder, `${name}.json`)
  const command = [
    script('vitest', 'vitest.mjs'),
    'run',
    '--project',
    name,
    ...(args.length > 0 ? ['--passWithNoTests'] : []),
    ...args,
  ]
  const { code } = await runNode(command, { env: { ...env, SIYU_REPORT: file } })
  return readReport(file, code, args.length > 0)
}

/** A run that ends badly without saying why, or that ran nothing although nothing was filtered, is one failure. */
export function readReport(file: string, code: number, isFiltered: boolean): Report {
  const written = fs.existsSync(file)
  const report = written ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Report) : nothing
  const isEmpty = report.passed + report.skipped.length === 0
  const isSilent = report.failed === 0 && (code !== 0 || (!isFiltered && (isEmpty || !written)))
  return isSilent ? { ...report, failed: 1 } : report
}

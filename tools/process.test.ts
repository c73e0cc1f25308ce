import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root, run, runNode, script } from './process.ts'
import type { Report } from './reporter.ts'

let folder: string

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'siyu-process-'))
})

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, text)
  return file
}

describe('run', () => {
  it('returns the output and the exit code', async () => {
    const result = await runNode(['-e', "console.log('seen'); process.exitCode = 3"], { output: 'capture' })
    expect(result).toEqual({ code: 3, output: 'seen\n' })
  })

  it('rejects when there is no such program', async () => {
    await expect(run('no-such-program', [])).rejects.toThrow('ENOENT')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('hands %s to the child and returns its exit code', async (signal) => {
    const child = write(
      'child.mjs',
      `process.on('${signal}', () => process.exit(7)); console.log('up'); setTimeout(() => {}, 60_000)`,
    )
    const code = `
      import { runNode } from ${JSON.stringify(path.join(root, 'tools/process.ts'))}
      process.exitCode = (await runNode([${JSON.stringify(child)}])).code`
    const parent = spawn(process.execPath, [write('parent.mts', code)], { stdio: ['ignore', 'pipe', 'inherit'] })
    parent.stdout.once('data', () => parent.kill(signal))
    const exitCode = await new Promise((resolve) => parent.on('exit', resolve))
    expect(exitCode).toBe(7)
  })
})

describe('setup', () => {
  it('says which commands there are', () => {
    const { status, stderr } = spawnSync('node', [path.join(root, 'tools/setup.mjs'), 'dance'], { encoding: 'utf8' })
    expect(stderr).toContain('start | test | test:long | bench | conformance | setup:clickhouse | build')
    expect(status).toBe(2)
  })

  it('begins no more parts of the check once it is stopped', async () => {
    const check = spawn('node', [path.join(root, 'tools/setup.mjs'), 'test', 'no such file'])
    let said = ''
    check.stdout.on('data', (chunk) => {
      if (said === '') check.kill('SIGTERM')
      said += chunk
    })
    const exitCode = await new Promise((resolve) => check.on('close', resolve))
    expect(said).toContain('failed: react: stopped before it began')
    expect(exitCode).toBe(1)
  })
})

describe('reporter', () => {
  it('counts tests, broken files and uncaught errors, and keeps the reasons of the failed and the skipped', async () => {
    const vitest = `import { describe, expect, it } from '${script('vitest', 'dist/index.js')}'`
    write(
      'tests.test.ts',
      `${vitest}
      it('passes', () => expect(1).toBe(1))
      it('fails', () => expect(1).toBe(2))
      it('waits', ({ skip }) => skip('no browser here'))
      it.todo('later')`,
    )
    write('broken.test.ts', "throw new Error('does not load')")
    write(
      'uncaught.test.ts',
      `${vitest}
      it('passes', () => { setTimeout(() => { throw new Error('nobody caught this') }) ; return new Promise((resolve) => setTimeout(resolve, 50)) })`,
    )
    const config = write(
      'vitest.config.ts',
      `
      import { summaryReporter } from ${JSON.stringify(path.join(root, 'tools/reporter.ts'))}
      export default { root: ${JSON.stringify(folder)}, test: { reporters: [summaryReporter] } }`,
    )
    const report = path.join(folder, 'report.json')
    const command = [script('vitest', 'vitest.mjs'), 'run', '--config', config]
    const { code, output } = await runNode(command, { cwd: folder, env: { SIYU_REPORT: report }, output: 'capture' })
    expect(fs.existsSync(report), output).toBe(true)
    expect(JSON.parse(fs.readFileSync(report, 'utf8')) as Report).toEqual({
      passed: 2,
      failed: 3,
      failures: [
        { name: 'tests.test.ts > fails', reason: 'expected 1 to be 2 // Object.is equality' },
        { name: 'broken.test.ts', reason: 'does not load' },
        { name: 'an error nobody caught', reason: 'nobody caught this' },
      ],
      skipped: [
        { name: 'tests.test.ts > waits', reason: 'no browser here' },
        { name: 'tests.test.ts > later', reason: 'no reason given' },
      ],
    })
    expect(code).toBe(1)
  })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPglite } from './pglite.ts'
import { DatabaseLockedError, readLock, takeLock } from './pglite-lock.ts'

type Child = {
  readonly process: ChildProcess
  readonly say: (line: string) => void
  readonly hear: () => Promise<string>
  readonly kill: () => Promise<void>
}

const children: Child[] = []

/** A real process that runs the code with our modules and talks by lines. */
function start(code: string): Child {
  const flags = ['--conditions=siyu-source', '--no-warnings', '--input-type=module', '-e', code]
  const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'], cwd: import.meta.dirname })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const started: Child = {
    process: child,
    say: (line) => child.stdin.write(`${line}\n`),
    hear: async () => (await lines.next()).value ?? 'ended',
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
  children.push(started)
  return started
}

const module = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href)

const OPENER = (dataDir: string): string => `
  import { openPglite } from ${module('./pglite.ts')}
  const database = await openPglite({ dataDir: ${JSON.stringify(dataDir)} })
  await database.script('create table t (a int)')
  await database.announce('http://127.0.0.1:7777')
  for (let a = 1; a <= 20; a += 1) await database.execute({ text: 'insert into t values ($1)', values: [a] })
  console.log('ready')
  setInterval(() => {}, 1000)`

const RACER = (dataDir: string): string => `
  import { createInterface } from 'node:readline'
  import { takeLock } from ${module('./pglite-lock.ts')}
  console.log('ready')
  let lock
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'release') { await lock?.release(); lock = undefined; console.log('released'); continue }
    try { lock = await takeLock(${JSON.stringify(dataDir)}); console.log('won') }
    catch (error) { console.log(error.name === 'DatabaseLockedError' ? 'refused' : String(error)) }
  }`

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'siyu-lock-'))
})
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()))
  await rm(dataDir, { recursive: true, force: true })
})

async function deadPid(): Promise<number> {
  const child = start('')
  await child.hear()
  await child.kill()
  return child.process.pid as number
}

const forge = (name: string, pid: number, more: object = {}): Promise<void> =>
  writeFile(
    join(dataDir, name),
    JSON.stringify({ pid, host: hostname(), startedAt: 1, token: 'old', processStart: '', ...more }),
  )

describe('the lock of a data folder', () => {
  it('refuses a second opener, says who holds it, and lets go on close', async () => {
    const lock = await takeLock(dataDir)
    await lock.announce('http://127.0.0.1:1234')
    const failure = await takeLock(dataDir).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(DatabaseLockedError)
    expect(String(failure)).toContain(`process ${process.pid} on ${hostname()} since 20`)
    expect(await readLock(dataDir)).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:1234' })
    await lock.release()
    expect([await readLock(dataDir), await readdir(dataDir)]).toEqual([undefined, []])
  })

  it('lets go when the process ends by itself', async () => {
    const child = start(`import { takeLock } from ${module('./pglite-lock.ts')}
      await takeLock(${JSON.stringify(dataDir)}); console.log('mine'); process.exit(0)`)
    expect([await child.hear(), await child.hear()]).toEqual(['mine', 'ended'])
    expect(await readdir(dataDir)).toEqual([])
  })

  it('takes over from a dead process and from an unreadable file, not from another machine', async () => {
    await forge('siyu.lock', await deadPid())
    expect(await readLock(dataDir)).toBeUndefined()
    await (await takeLock(dataDir)).release()
    await writeFile(join(dataDir, 'siyu.lock'), 'gibberish')
    await (await takeLock(dataDir)).release()
    await forge('siyu.lock', 1, { host: 'elsewhere' })
    await expect(takeLock(dataDir)).rejects.toThrow('if that machine is gone, delete')
  })

  it.skipIf(!existsSync('/proc/self/stat'))('is not fooled by a process id that is used again', async () => {
    await forge('siyu.lock', process.pid, { processStart: 'another boot:1' })
    expect(await readLock(dataDir)).toBeUndefined()
    const lock = await takeLock(dataDir)
    expect(JSON.parse(await readFile(join(dataDir, 'siyu.lock'), 'utf8'))).toMatchObject({ pid: process.pid })
    await lock.release()
  })

  it('goes to exactly one of six processes that take over at once, 60 times', async () => {
    const racers = Array.from({ length: 6 }, () => start(RACER(dataDir)))
    await Promise.all(racers.map((racer) => racer.hear()))
    const pid = await deadPid()
    for (let round = 0; round < 60; round += 1) {
      await forge('siyu.lock', pid)
      // In every third round somebody has died in the middle of taking over, too.
      if (round % 3 === 0) await forge('siyu.lock.old', pid, { token: 'claim' })
      for (const racer of racers) racer.say('take')
      const answers = await Promise.all(racers.map((racer) => racer.hear()))
      expect(answers.toSorted()).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'won'])
      for (const racer of racers) racer.say('release')
      await Promise.all(racers.map((racer) => racer.hear()))
      expect(await readdir(dataDir)).toEqual([])
    }
  })
})

describe('a data folder', () => {
  it('keeps what was committed when the process that holds it is killed', async () => {
    const child = start(OPENER(dataDir))
    expect(await child.hear()).toBe('ready')
    const { pid } = child.process
    expect(await readLock(dataDir)).toMatchObject({ pid, url: 'http://127.0.0.1:7777' })
    await expect(openPglite({ dataDir })).rejects.toThrow(`held by process ${pid}`)
    await child.kill()
    const database = await openPglite({ dataDir })
    expect(await database.execute({ text: 'select count(*), sum(a)::int from t', values: [] })).toEqual([
      { count: 20, sum: 210 },
    ])
    await database.close()
    expect(await readdir(dataDir)).toEqual(['pglite'])
  })

  it('starts anew over a first start that was killed', async () => {
    const first = start(OPENER(dataDir))
    while (!existsSync(join(dataDir, 'pglite.new', 'base'))) await new Promise((done) => setTimeout(done, 5))
    await first.kill()
    const database = await openPglite({ dataDir })
    expect(await database.execute({ text: 'select 1 as one', values: [] })).toEqual([{ one: 1 }])
    await database.close()
  })
})

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from './embedded.ts'
import { openPostgres } from './postgres.ts'
import { testServer } from './testing/postgres.ts'

const server = await testServer()
const skip = 'skip' in server ? server.skip : undefined

async function isReachable(url: string): Promise<boolean> {
  return openPostgres({ connectionString: url }).then(
    (database) => database.close().then(() => true),
    () => false,
  )
}

describe.skipIf(skip !== undefined)(`embedded PostgreSQL${skip === undefined ? '' : ` (skipped: ${skip})`}`, () => {
  it('keeps its data, durably, over a restart', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'siyu-embedded-'))
    await chmod(parent, 0o755)
    const dataDir = join(parent, 'data')
    const first = await startEmbeddedPostgres({ dataDir })
    const before = await openPostgres({ connectionString: first.url })
    await before.script('create table t (a int); insert into t values (1)')
    const settings = `select current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses`
    expect(await before.execute({ text: settings, values: [] })).toEqual([{ fsync: 'on', addresses: '127.0.0.1' }])
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow('postmaster.pid')
    await before.close()
    await first.stop()
    const second = await startEmbeddedPostgres({ dataDir })
    const after = await openPostgres({ connectionString: second.url })
    expect(await after.execute({ text: 'select a from t', values: [] })).toEqual([{ a: 1 }])
    await after.close()
    await second.stop()
    await rm(parent, { recursive: true })
  })

  it('says which folder its user may not enter', async () => {
    if (process.getuid?.() !== 0) return expect(process.getuid?.()).not.toBe(0)
    const closed = await mkdtemp(join(tmpdir(), 'siyu-closed-'))
    await expect(startEmbeddedPostgres({ dataDir: join(closed, 'data') })).rejects.toThrow(`may not enter ${closed}`)
    await rm(closed, { recursive: true })
  })

  it('ends with the process that started it, however that ends, and leaves no temporary folder', async () => {
    const entry = JSON.stringify(new URL('./embedded.ts', import.meta.url).href)
    const code = `import { startEmbeddedPostgres } from ${entry}
      const server = await startEmbeddedPostgres({ durable: false })
      console.log(server.url); setInterval(() => {}, 1000)`
    const flags = ['--conditions=siyu-source', '--no-warnings', '--input-type=module', '-e', code]
    const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
    const { value: url = '' } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
    const database = await openPostgres({ connectionString: url })
    const [row] = await database.execute<{ folder: string }>({
      text: `select current_setting('data_directory') as folder`,
      values: [],
    })
    await database.close()
    child.kill('SIGKILL')
    const endsAt = Date.now() + 10_000
    while (existsSync(row?.folder ?? '') && Date.now() < endsAt) await new Promise((done) => setTimeout(done, 50))
    expect([existsSync(row?.folder ?? '/'), await isReachable(url)]).toEqual([false, false])
  })
})

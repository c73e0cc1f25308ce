import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SKIP_VARIABLE, startTestServer, TEMPLATES_VARIABLE, URL_VARIABLE } from './postgres.ts'

const ends: (() => Promise<void>)[] = []

/** One PostgreSQL server for the whole run, and a folder for templates, unless the environment has them. */
export async function setup(): Promise<void> {
  if (process.env[TEMPLATES_VARIABLE] === undefined) await makeFolder()
  if (process.env[URL_VARIABLE] === undefined) await startServer()
}

export async function teardown(): Promise<void> {
  await Promise.all(ends.map((end) => end()))
}

async function makeFolder(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'siyu-templates-'))
  ends.push(() => rm(folder, { recursive: true, force: true }))
  process.env[TEMPLATES_VARIABLE] = folder
}

async function startServer(): Promise<void> {
  const server = await startTestServer()
  ends.push(server.stop)
  if ('url' in server) {
    process.env[URL_VARIABLE] = server.url
    return
  }
  process.env[SKIP_VARIABLE] = server.skip
  process.stderr.write(`Tests on PostgreSQL are skipped: ${server.skip}\n`)
}

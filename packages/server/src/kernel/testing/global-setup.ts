import { SKIP_VARIABLE, startTestServer, URL_VARIABLE } from './postgres.ts'

let stop: (() => Promise<void>) | undefined

/** Starts one PostgreSQL server for the whole run, unless the environment names one already. */
export async function setup(): Promise<void> {
  if (process.env[URL_VARIABLE] !== undefined) return
  const server = await startTestServer()
  stop = server.stop
  if ('url' in server) {
    process.env[URL_VARIABLE] = server.url
    return
  }
  process.env[SKIP_VARIABLE] = server.skip
  process.stderr.write(`Tests on PostgreSQL are skipped: ${server.skip}\n`)
}

export async function teardown(): Promise<void> {
  await stop?.()
}

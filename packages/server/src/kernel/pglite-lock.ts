import { randomUUID } from 'node:crypto'
import { readFileSync, unlinkSync } from 'node:fs'
import { link, open, readFile, rename, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Who has a data folder open. */
export type DataLock = {
  readonly pid: number
  readonly host: string
  /** Epoch ms. */
  readonly startedAt: number
  /** Where the running server answers, once it has said so. */
  readonly url?: string | undefined
}

/** Another process (or this one) has the data folder open. */
export class DatabaseLockedError extends Error {
  readonly code = 'database_locked'
  readonly holder: DataLock
  constructor(dataDir: string, holder: DataLock) {
    super(lockedMessage(dataDir, holder))
    this.name = 'DatabaseLockedError'
    this.holder = holder
  }
}

/** A lock that is held. */
export type HeldLock = {
  readonly announce: (url: string) => Promise<void>
  readonly release: () => Promise<void>
}

/** The lock file: who holds it, and what tells this holding apart from every other. */
type Holding = DataLock & { readonly token: string; readonly processStart: string }

const LOCK_FILE = 'siyu.lock'
const MAX_ATTEMPT_COUNT = 50
/** File systems without hard links answer with one of these. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

function lockedMessage(dataDir: string, holder: DataLock): string {
  const since = new Date(holder.startedAt).toISOString()
  const who = `process ${holder.pid} on ${holder.host} since ${since}`
  const where = holder.url === undefined ? '' : `, which answers at ${holder.url}`
  const advice = holder.host === hostname() ? '' : `; if that machine is gone, delete ${join(dataDir, LOCK_FILE)}`
  return `the data folder ${dataDir} is held by ${who}${where}${advice}`
}

/**
 * Takes the folder's lock, or throws DatabaseLockedError. The lock of a process that has died is taken over: whoever
 * creates the claim file named after that very holding may replace it, so of several that try, one succeeds.
 */
export async function takeLock(dataDir: string): Promise<HeldLock> {
  const path = join(dataDir, LOCK_FILE)
  const mine = holdingOfThisProcess()
  for (let attempt = 0; attempt < MAX_ATTEMPT_COUNT; attempt += 1) {
    if (await createWhole(path, mine)) return hold(path, mine)
    const other = await readHolding(path)
    if (other === undefined) continue
    if (isAlive(other)) throw new DatabaseLockedError(dataDir, other)
    if (await takeOver(dataDir, path, other, mine)) return hold(path, mine)
  }
  throw new Error(`the lock ${path} keeps changing hands`)
}

/** Who has the folder open right now; undefined when nobody has. */
export async function readLock(dataDir: string): Promise<DataLock | undefined> {
  const holding = await readHolding(join(dataDir, LOCK_FILE))
  if (holding === undefined || !isAlive(holding)) return undefined
  const { pid, host, startedAt, url } = holding
  return { pid, host, startedAt, ...(url === undefined ? {} : { url }) }
}

function holdingOfThisProcess(): Holding {
  const { pid } = process
  return { pid, host: hostname(), startedAt: Date.now(), token: randomUUID(), processStart: processStartOf(pid) ?? '' }
}

/** Replaces a dead holding by ours. False: somebody else was faster, look again. */
async function takeOver(dataDir: string, path: string, dead: Holding, mine: Holding): Promise<boolean> {
  const claim = `${path}.${dead.token}`
  if (!(await createWhole(claim, mine))) {
    const claimant = await readHolding(claim)
    if (claimant === undefined) return false
    if (isAlive(claimant)) throw new DatabaseLockedError(dataDir, claimant)
    // It died between claiming and replacing: its claim is taken over the same way, then we look again.
    if (await takeOver(dataDir, claim, claimant, mine)) await unlink(claim).catch(ignoreMissing)
    return false
  }
  try {
    // While we hold the claim nobody replaces this holding; if it was replaced before, our claim came too late.
    if ((await readHolding(path))?.token !== dead.token) return false
    await replaceWhole(path, mine)
    return true
  } finally {
    await unlink(claim).catch(ignoreMissing)
  }
}

function hold(path: string, mine: Holding): HeldLock {
  const onExit = (): void => {
    try {
      if (parseHolding(readFileSync(path, 'utf8'))?.token === mine.token) unlinkSync(path)
    } catch {
      // Nothing to release: the folder itself is gone.
    }
  }
  process.once('exit', onExit)
  return {
    announce: (url) => replaceWhole(path, { ...mine, url }),
    release: async () => {
      process.removeListener('exit', onExit)
      if ((await readHolding(path))?.token === mine.token) await unlink(path).catch(ignoreMissing)
    },
  }
}

/** Creates a file that has its whole content from the first moment. False: there is one already. */
async function createWhole(path: string, holding: Holding): Promise<boolean> {
  const draft = `${path}.${randomUUID()}.draft`
  await writeDurably(draft, holding)
  try {
    await link(draft, path)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'EEXIST') return false
    if (!NO_LINKS.has(code)) throw error
    return await createPlain(path, holding)
  } finally {
    await unlink(draft).catch(ignoreMissing)
  }
}

async function createPlain(path: string, holding: Holding): Promise<boolean> {
  try {
    await writeDurably(path, holding)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function replaceWhole(path: string, holding: Holding): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`
  await writeDurably(draft, holding)
  await rename(draft, path)
}

async function writeDurably(path: string, holding: Holding): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(holding)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function readHolding(path: string): Promise<Holding | undefined> {
  try {
    return parseHolding(await readFile(path, 'utf8'))
  } catch (error) {
    ignoreMissing(error)
    return undefined
  }
}

/** A file nobody can read belongs to nobody that is alive: pid 0 is never alive. */
function parseHolding(text: string): Holding {
  try {
    const holding = JSON.parse(text) as Holding
    if (typeof holding.pid === 'number' && typeof holding.token === 'string') return holding
  } catch {
    // Falls through to the nobody below.
  }
  return { pid: 0, host: hostname(), startedAt: 0, token: 'unreadable', processStart: '' }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}

/** On another machine nobody can tell, so its lock counts as held. */
function isAlive(holding: Holding): boolean {
  if (holding.host !== hostname()) return true
  if (holding.pid <= 0 || !isRunning(holding.pid)) return false
  const start = processStartOf(holding.pid)
  return start === undefined || holding.processStart === '' || start === holding.processStart
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * When a process started, as text to compare: a process id is used again, a process id with its start is not.
 * Undefined where the system has no /proc. A zombie has no start any more.
 */
function processStartOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The second field is the command in brackets and may hold anything, so the fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : `${boot}:${fields[19]}`
  } catch {
    return undefined
  }
}

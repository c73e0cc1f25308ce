/** Starting other programs: signals are handed on, exit codes come back. */
import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import path from 'node:path'

/** The workspace folder. */
export const root: string = path.resolve(import.meta.dirname, '..')

/** Export condition that resolves our packages to their sources. */
export const sourceCondition = '--conditions=siyu-source'

export type RunOptions = {
  /** Working folder; the workspace's by default. */
  readonly cwd?: string
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>
  /** `capture` returns the output instead of printing it. */
  readonly output?: 'print' | 'capture'
}

export type RunResult = {
  /** Exit code; 128 + signal number when a signal ended it. */
  readonly code: number
  /** Standard output and error, when captured. */
  readonly output: string
}

const handedOn: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a program to its end. Rejects only when it cannot be started. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const capture = options.output === 'capture'
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ['inherit', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit'],
    })
    let output = ''
    const collect = (chunk: string): void => {
      output += chunk
    }
    child.stdout?.setEncoding('utf8').on('data', collect)
    child.stderr?.setEncoding('utf8').on('data', collect)
    const release = handSignalsOn(child)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      release()
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output })
    })
  })
}

/** Runs a script with this Node. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return run(process.execPath, args, options)
}

/** Path of a program's script inside an installed package. */
export function script(packageName: string, file: string): string {
  return path.join(root, 'node_modules', packageName, file)
}

/** Looks out for a signal to stop; the answer tells whether one came. */
export function watchForStop(): () => boolean {
  let isAsked = false
  const listener = (): void => {
    isAsked = true
  }
  for (const signal of handedOn) process.once(signal, listener)
  return () => isAsked
}

function handSignalsOn(child: ChildProcess): () => void {
  const listener = (signal: NodeJS.Signals): void => {
    // A terminal sends Ctrl-C to the whole group by itself; a second copy would read as "quit at once".
    if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal)
  }
  for (const signal of handedOn) process.on(signal, listener)
  return () => {
    for (const signal of handedOn) process.off(signal, listener)
  }
}

/**
 * Front door of the workspace's scripts: installs the dependencies when the lockfile changed, then runs the command
 * with the Node that the workspace brings along. Plain JavaScript without dependencies, because it has to run on
 * whatever Node (18 or newer) the machine has.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const packageManager = 'pnpm@12.21.0'
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const stamp = path.join(root, 'node_modules', '.siyu-installed')
const windows = process.platform === 'win32'

/** What an install depends on: another platform or lockfile means installing again. */
function fingerprint() {
  const lock = readFileSync(path.join(root, 'pnpm-lock.yaml'))
  const settings = readFileSync(path.join(root, 'pnpm-workspace.yaml'))
  const machine = `${process.platform}-${process.arch}`
  return createHash('sha256').update(lock).update(settings).update(machine).digest('hex')
}

function workspaceNode() {
  return path.join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
}

/** Packages are checked against this Node, not against the one that happens to run this file. */
function workspaceNodeVersion() {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).devDependencies.node
}

function isInstalled() {
  return existsSync(workspaceNode()) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()
}

/** Runs a command in the terminal, hands signals on, and resolves to its exit code. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const handOn = (signal) => {
      // A terminal sends Ctrl-C to the whole group by itself; a second copy would read as "quit at once".
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, handOn)
    onShellGone(() => handOn('SIGTERM'))
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

/** npm stops only the shell it put in between, which tells nobody; being left by it is the signal then. */
function onShellGone(stop) {
  const shell = process.ppid
  if (process.env.npm_lifecycle_event === undefined) return
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    stop()
  }, 500)
  watch.unref()
}

async function install() {
  rmSync(stamp, { force: true })
  console.log('Installing dependencies (once per lockfile) …')
  const args = [
    '--yes',
    packageManager,
    'install',
    '--frozen-lockfile',
    `--config.node-version=${workspaceNodeVersion()}`,
  ]
  const code = await run(windows ? 'npx.cmd' : 'npx', args, { shell: windows })
  if (code !== 0) return code
  if (!existsSync(workspaceNode())) {
    console.error(`The install left no Node at ${workspaceNode()}.`)
    return 1
  }
  writeFileSync(stamp, fingerprint())
  return 0
}

async function main([command, ...args]) {
  if (!isInstalled()) {
    const code = await install()
    if (code !== 0) return code
  }
  const bin = path.join(root, 'node_modules', '.bin')
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` }
  return run(workspaceNode(), [path.join(root, 'tools', 'run.ts'), command ?? '', ...args], { env })
}

process.exitCode = await main(process.argv.slice(2))

/** Other people's engines, installed beside the workspace only when this benchmark asks for them. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { progress } from '../table.ts'

/** Packages by name, with their versions. */
type Packages = Readonly<Record<string, string>>

/** What is compared, each in its own folder, at exactly this version. */
export const peers: {
  readonly medusa: Packages
  readonly vendure: Packages
  readonly 'rules-engine': Packages
} = {
  medusa: { '@medusajs/promotion': '2.21.2', '@medusajs/utils': '2.21.2' },
  vendure: { '@vendure/core': '3.7.3' },
  'rules-engine': { 'json-rules-engine': '7.3.1' },
}

export type PeerName = keyof typeof peers

/** A peer that is there: its folder, and `require` as its own files would call it. */
export type Peer = { readonly folder: string; readonly load: (id: string) => unknown }

const windows = process.platform === 'win32'
const installFlags = ['--no-audit', '--no-fund', '--legacy-peer-deps', '--ignore-scripts', '--loglevel=error']

/** Installs a peer below `root` where it is missing; undefined, and said so, when that does not work. */
export async function openPeer(root: string, name: PeerName): Promise<Peer | undefined> {
  const folder = resolve(root, name)
  try {
    if (!isInstalled(folder, peers[name])) await install(folder, peers[name])
    const load = createRequire(join(folder, 'package.json'))
    return { folder, load: (id) => load(id) as unknown }
  } catch (error) {
    return leaveOut(name, error)
  }
}

/** Says that a peer is not part of the comparison, and why. */
export function leaveOut(name: string, error: unknown): undefined {
  const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  progress(`${name} left out: ${why}`)
  return undefined
}

type Versions = Readonly<Record<string, string>>

function isInstalled(folder: string, versions: Versions): boolean {
  return Object.entries(versions).every(([name, version]) => {
    const file = join(folder, 'node_modules', name, 'package.json')
    return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version === version
  })
}

async function install(folder: string, versions: Versions): Promise<void> {
  const wanted = Object.entries(versions).map(([name, version]) => `${name}@${version}`)
  progress(`installing ${wanted.join(' and ')} into ${folder}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const code = await npm(['install', ...installFlags, ...wanted], folder)
  if (code !== 0) throw new Error(`npm install ended with ${code}`)
}

/** Runs npm with its words on the error stream: the output of the benchmark is its tables. */
function npm(args: readonly string[], folder: string): Promise<number> {
  return new Promise((done, fail) => {
    const stdio = ['ignore', 2, 2] as const
    const child = spawn(windows ? 'npm.cmd' : 'npm', args, { cwd: folder, stdio: [...stdio], shell: windows })
    child.on('error', fail)
    child.on('exit', (code) => done(code ?? 1))
  })
}

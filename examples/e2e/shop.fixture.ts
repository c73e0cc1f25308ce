import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildExample, examples } from '../../tools/build.ts'
import { findChromium } from '../../tools/chromium.ts'
import { root, sourceCondition } from '../../tools/process.ts'

/** Why there is no browser here; undefined when there is one. */
export const noBrowser: string | undefined =
  process.env.SIYU_NO_CHROMIUM ?? (findChromium() === undefined ? 'no Chromium on this machine' : undefined)

/** Names to the suites the folder of a shop that was set up and stopped. */
const SHOP_VARIABLE = 'SIYU_E2E_SHOP'

/** The demo shop as a user starts it: its own process, its own folder, the built pages. */
export type Demo = { readonly url: string; readonly folder: string; readonly stop: () => Promise<void> }

/**
 * Builds the pages where they are stale and starts the demo shop for the first time, from nothing; every suite goes on
 * from a copy of what that leaves. Returns what removes it.
 */
export async function prepareShop(): Promise<() => Promise<void>> {
  for (const name of examples) {
    if ((await buildExample(name)) !== 0) throw new Error(`examples/${name} does not build`)
  }
  const folder = await newFolder()
  process.env[SHOP_VARIABLE] = folder
  await (await startDemo(folder)).stop()
  return () => removeFolder(folder)
}

/** A folder of one's own with the shop as it was set up. */
export async function copyOfShop(): Promise<string> {
  const prepared = process.env[SHOP_VARIABLE]
  if (prepared === undefined) throw new Error('the set-up of the suites has prepared no shop')
  const folder = await newFolder()
  await cp(prepared, folder, { recursive: true })
  return folder
}

function newFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'siyu-e2e-'))
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

/** Starts the shop on a free port and waits for its one line. */
export async function startDemo(folder: string): Promise<Demo> {
  const pages = ['--storefront', 'examples/storefront/dist', '--console', 'examples/console/dist']
  const child = spawn(
    process.execPath,
    [sourceCondition, 'packages/server/src/cli/main.ts', 'dev', '--port', '0', ...pages],
    { cwd: root, env: { ...process.env, SIYU_DATA_DIR: folder }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const url = await readyUrl(child)
  return {
    url,
    folder,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const read = (chunk: Buffer): void => {
      printed += String(chunk)
      const url = /Siyu is ready: (http:\S+)/.exec(printed)?.[1]
      if (url !== undefined) resolve(url)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`the shop ended with ${code}:\n${printed}`)))
  })
}

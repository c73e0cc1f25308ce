/** The harness that measured the peers, run on our tracker. No part of this workspace: without it nothing runs. */
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { findChromium } from '../../tools/chromium.ts'
import { root, run } from '../../tools/process.ts'

/** A copy of the harness that can be run, with our adapter beside it. */
export type Harness = {
  readonly folder: string
  /** What was measured of the peers: `deliver`, `nav2`, `nav3`, `cost`, `size`. */
  readonly recorded: (name: string) => Readonly<Record<string, unknown>>
  /** Runs one of its programs; answers what that wrote. */
  readonly measure: (program: string, args: readonly string[]) => Promise<Readonly<Record<string, unknown>>>
  readonly remove: () => void
}

/** Bundles a script for the browser, as a page would load it. */
export async function bundleScript(entry: string, outfile: string): Promise<void> {
  await build({ entryPoints: [entry], outfile, bundle: true, minify: true, format: 'iife', target: 'es2020' })
}

/** The harness ready to run, or the reason why it cannot. */
export async function openHarness(): Promise<Harness | string> {
  const source = findHarness()
  if (source === undefined) return 'no shared/tracker-bench above this folder, and SIYU_TRACKER_HARNESS names none'
  const chromium = findChromium()
  if (chromium === undefined) return 'no Chromium: install one or set CHROMIUM_PATH'
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'tracker-harness-'))
  fs.cpSync(source, folder, { recursive: true })
  spawnable(folder)
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const own = path.join(folder, 'own', 'siyu')
  fs.mkdirSync(own, { recursive: true })
  const adapter = path.join(import.meta.dirname, 'adapter')
  fs.copyFileSync(path.join(adapter, 'adapter.html'), path.join(own, 'adapter.html'))
  await bundleScript(path.join(adapter, 'entry.ts'), path.join(own, 'tracker.js'))
  const read = (file: string) =>
    JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Readonly<Record<string, unknown>>
  return {
    folder,
    recorded: (name) => read(`results/${name}.json`),
    measure: async (program, args) => {
      fs.rmSync(path.join(folder, 'own.json'), { force: true })
      await run(process.execPath, [program, '--out', 'own.json', ...args], { cwd: folder, env: { CHROMIUM: chromium } })
      return read('own.json')
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  }
}

/** The original may be read-only. */
function spawnable(folder: string): void {
  for (const name of ['.', ...fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    const file = path.join(folder, name)
    fs.chmodSync(file, fs.statSync(file).isDirectory() ? 0o755 : 0o644)
  }
}

function findHarness(): string | undefined {
  const named = process.env['SIYU_TRACKER_HARNESS']
  if (named) return named
  for (let folder = root; path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    const found = path.join(path.dirname(folder), 'shared', 'tracker-bench')
    if (fs.existsSync(path.join(found, 'deliver.mjs'))) return found
  }
  return undefined
}

/** Builds: the packages with tsup, the examples with Vite. */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { type PackageName, packageNames } from './entries.ts'
import { root, run, runNode, script } from './process.ts'

/** The two example applications. */
export const examples: readonly string[] = ['storefront', 'console']

/** Bundling declarations holds a program for each door of a package, which is more than Node allows by itself. */
const ROOMY: readonly string[] = ['--max-old-space-size=8192']

/** Builds one package from nothing into its `dist`. Returns what tsup printed; throws it when the build fails. */
export async function buildPackage(name: PackageName): Promise<string> {
  const cwd = path.join(root, 'packages', name)
  fs.rmSync(path.join(cwd, 'dist'), { recursive: true, force: true })
  const { code, output } = await runNode([...ROOMY, script('tsup', 'dist/cli-default.js'), '--silent'], {
    cwd,
    output: 'capture',
  })
  if (code !== 0) throw new Error(`packages/${name} does not build:\n${output}`)
  return output
}

/** Builds every package, two at a time. */
export async function buildPackages(): Promise<void> {
  const waiting = [...packageNames]
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      await buildPackage(name)
      console.log(`built packages/${name}`)
    }
  }
  await Promise.all([worker(), worker()])
}

/** Builds an example unless nothing it is made from changed since. Returns Vite's exit code. */
export async function buildExample(name: string): Promise<number> {
  const cwd = path.join(root, 'examples', name)
  const stamp = path.join(cwd, 'dist', '.built-from')
  const current = sourcesFingerprint(name)
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === current) return 0
  console.log(`Building examples/${name} …`)
  const { code } = await run(process.execPath, [script('vite', 'bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd })
  if (code === 0) fs.writeFileSync(stamp, current)
  return code
}

/** Changes when a file that goes into an example is edited, added or removed. */
function sourcesFingerprint(name: string): string {
  const folders = [`examples/${name}`, ...packageNames.map((each) => `packages/${each}`)]
  const hash = createHash('sha256').update(fs.readFileSync(path.join(root, 'pnpm-lock.yaml')))
  for (const folder of folders)
    for (const file of filesBelow(path.join(root, folder))) {
      const { size, mtimeMs } = fs.statSync(file)
      hash.update(`${path.relative(root, file)} ${size} ${mtimeMs}\n`)
    }
  return hash.digest('hex')
}

function* filesBelow(folder: string): Generator<string> {
  const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name, 'en'))
  for (const each of entries) {
    if (['node_modules', 'dist', '.siyu'].includes(each.name)) continue
    const full = path.join(folder, each.name)
    if (each.isDirectory()) yield* filesBelow(full)
    else if (!/\.test(-d)?\.tsx?$/.test(each.name)) yield full
  }
}

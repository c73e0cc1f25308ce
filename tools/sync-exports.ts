/** Writes the `exports` and `publishConfig` of every package.json from the doors that exist. */
import fs from 'node:fs'
import path from 'node:path'
import { manifestOf, type PackageName, packageNames } from './entries.ts'

/** The text package.json should have. */
export function syncedManifest(root: string, name: PackageName): string {
  const current = JSON.parse(fs.readFileSync(manifestFile(root, name), 'utf8')) as Record<string, unknown>
  const { exports, publishConfig } = manifestOf(root, name)
  return `${JSON.stringify({ ...current, exports, publishConfig }, null, 2)}\n`
}

/** Path of a package's package.json. */
export function manifestFile(root: string, name: PackageName): string {
  return path.join(root, 'packages', name, 'package.json')
}

function sync(root: string): void {
  for (const name of packageNames) {
    const file = manifestFile(root, name)
    const text = syncedManifest(root, name)
    if (text === fs.readFileSync(file, 'utf8')) continue
    fs.writeFileSync(file, text)
    console.log(`updated packages/${name}/package.json`)
  }
}

if (import.meta.main) sync(path.resolve(import.meta.dirname, '..'))

/** Builds and packs the packages as they are published, and lays out a project that has them installed. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { buildPackage } from './build.ts'
import { type ExportMap, type PackageName, packageNames } from './entries.ts'
import { root, run } from './process.ts'

/** The package manager that installed the workspace; npx has kept it since. */
const packageManager = 'pnpm@12.21.0'

/** A package as it would be published. */
export type Packed = {
  readonly name: PackageName
  /** The tarball. */
  readonly file: string
  /** Its content, extracted. */
  readonly folder: string
  readonly manifest: PackedManifest
}

export type PackedManifest = {
  readonly exports: ExportMap
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Builds a package, packs it into `folder` and extracts the tarball there. */
export async function buildAndPack(name: PackageName, folder: string): Promise<Packed> {
  await buildPackage(name)
  const cwd = path.join(root, 'packages', name)
  const into = path.join(folder, name)
  const args = ['--yes', '--prefer-offline', packageManager, 'pack', '--pack-destination', into]
  const { code, output } = await run('npx', args, { cwd, output: 'capture' })
  const tarball = code === 0 ? fs.readdirSync(into).find((file) => file.endsWith('.tgz')) : undefined
  if (tarball === undefined) throw new Error(`packages/${name} does not pack:\n${output}`)
  extract(path.join(into, tarball), into)
  const extracted = path.join(into, 'package')
  const manifest = JSON.parse(fs.readFileSync(path.join(extracted, 'package.json'), 'utf8')) as PackedManifest
  return { name, file: path.join(into, tarball), folder: extracted, manifest }
}

function extract(tarball: string, into: string): void {
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', into], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`tar: ${stderr}`)
}

/** Every file of a packed package, relative to it. */
export function packedFiles({ folder }: Packed): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}

/** Makes `folder` a project with the packed packages installed; what they depend on is linked from the workspace. */
export function installInto(folder: string, packages: readonly Packed[]): void {
  const modules = path.join(folder, 'node_modules')
  for (const each of packages) {
    fs.cpSync(each.folder, path.join(modules, '@siyu', each.name), { recursive: true })
    const wanted = { ...each.manifest.dependencies, ...each.manifest.peerDependencies }
    for (const dependency of Object.keys(wanted)) if (!dependency.startsWith('@siyu/')) link(modules, dependency)
  }
  for (const types of ['@types/node', '@types/react']) link(modules, types)
}

/** Links the workspace's copy of a package, if it has one. */
function link(modules: string, dependency: string): void {
  const homes = [...packageNames.map((name) => path.join(root, 'packages', name)), root]
  const found = homes.map((home) => path.join(home, 'node_modules', dependency)).find((each) => fs.existsSync(each))
  const target = path.join(modules, dependency)
  if (found === undefined || fs.existsSync(target)) return
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.symlinkSync(fs.realpathSync(found), target, 'dir')
}

/** The files an export map points to, with the subpath and the conditions that lead there. */
export function exportTargets(exports: ExportMap): ReadonlyArray<readonly [conditions: string, file: string]> {
  return Object.entries(exports).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[key, value] as const]
      : exportTargets(value).map(([rest, file]) => [`${key} ${rest}`, file] as const),
  )
}

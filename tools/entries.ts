/** The one list of what each package publishes: export maps, build entries and their checks all read it. */
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** A public door of a package. */
export type Entry = {
  /** Subpath in the export map: `.` or `./coupons`. */
  readonly subpath: string
  /** Source file, relative to the package: `src/coupons/index.ts`. */
  readonly source: string
  /** Built file without its extension, relative to `dist`: `coupons/index`. */
  readonly output: string
}

export type PackageName = 'core' | 'analytics' | 'react' | 'server'

/** In dependency order: a package only needs those before it. */
export const packageNames: readonly PackageName[] = ['core', 'analytics', 'react', 'server']

/** Packages that also ship CommonJS. The server is ESM only. */
export const dualPackages: readonly PackageName[] = ['core', 'analytics', 'react']

/** Commands a package installs: name → source file. */
export const commands: Partial<Record<PackageName, Readonly<Record<string, string>>>> = {
  server: { siyu: 'src/cli/main.ts' },
}

/** Subpaths and where their source may be; the first that exists is taken, none means the door is not built yet. */
const doors: Record<PackageName, Readonly<Record<string, readonly string[]>>> = {
  core: { '.': ['src/index.ts'], './admin': ['src/admin.ts'] },
  analytics: {
    '.': ['src/index.ts'],
    './node': ['src/node/index.ts'],
    './weapp': ['src/weapp/index.ts'],
    './autocapture': ['src/autocapture/index.ts'],
    './overlay': ['src/overlay/index.ts'],
    './collector': ['src/collector/index.ts', 'src/collector.ts'],
    './warehouse': ['src/warehouse/index.ts', 'src/warehouse.ts'],
    './clickhouse': ['src/clickhouse/index.ts'],
    './forwarder': ['src/forwarder/index.ts'],
    './analysis': ['src/analysis/index.ts', 'src/analysis.ts'],
  },
  react: {
    '.': ['src/index.ts'],
    './queries': ['src/queries.ts', 'src/queries/index.ts'],
    './admin': ['src/admin.ts'],
    './tracking': ['src/tracking.tsx'],
    './testing': ['src/testing.tsx', 'src/testing.ts', 'src/testing/index.ts'],
  },
  server: { '.': ['src/index.ts'], './testing': ['src/testing.ts', 'src/testing/index.ts'] },
}

/** The doors that exist in the sources of a package. `root` is the workspace folder. */
export function entriesOf(root: string, name: PackageName): readonly Entry[] {
  const folder = path.join(root, 'packages', name)
  const named = Object.entries(doors[name]).flatMap(([subpath, sources]) => {
    const source = sources.find((candidate) => fs.existsSync(path.join(folder, candidate)))
    return source === undefined ? [] : [entry(subpath, source)]
  })
  return name === 'core' ? [...named, ...conceptsOf(folder)] : named
}

/** Every folder of core with an index.ts is a door: the kernel first, then the concepts by name. */
function conceptsOf(folder: string): readonly Entry[] {
  const source = path.join(folder, 'src')
  if (!fs.existsSync(source)) return []
  return fs
    .readdirSync(source)
    .filter((name) => fs.existsSync(path.join(source, name, 'index.ts')))
    .sort((a, b) => Number(b === 'kernel') - Number(a === 'kernel') || a.localeCompare(b, 'en'))
    .map((name) => entry(`./${name}`, `src/${name}/index.ts`))
}

function entry(subpath: string, source: string): Entry {
  return { subpath, source, output: source.replace(/^src\//, '').replace(/\.tsx?$/, '') }
}

/** Source files that are built: what the doors and commands reach. Relative to the package. */
export function sourcesOf(root: string, name: PackageName): readonly string[] {
  const folder = path.join(root, 'packages', name)
  const starts = [...entriesOf(root, name).map(({ source }) => source), ...Object.values(commands[name] ?? {})]
  const reached = new Set<string>()
  const reach = (file: string): void => {
    if (reached.has(file) || !fs.existsSync(path.join(folder, file))) return
    reached.add(file)
    for (const next of siblingImports(folder, file)) reach(next)
  }
  for (const file of starts) reach(file)
  return [...reached].sort()
}

function siblingImports(folder: string, file: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(fs.readFileSync(path.join(folder, file), 'utf8'), true, true)
  return importedFiles
    .filter(({ fileName }) => /^\.{1,2}\/.*\.tsx?$/.test(fileName))
    .map(({ fileName }) => path.posix.join(path.posix.dirname(file), fileName))
}

/** The `exports` (and `bin`) a package.json must carry, in the workspace and once published. */
export function manifestOf(root: string, name: PackageName): Manifest {
  const entries = entriesOf(root, name)
  const map = (workspace: boolean): ExportMap => ({
    ...Object.fromEntries(entries.map((each) => [each.subpath, conditionsOf(name, each, workspace)])),
    './package.json': './package.json',
  })
  const bin = Object.entries(commands[name] ?? {}).map(([command, source]) => [command, builtFile(source)])
  return {
    exports: map(true),
    publishConfig: {
      access: 'public',
      exports: map(false),
      ...(bin.length > 0 ? { bin: Object.fromEntries(bin) as Record<string, string> } : {}),
    },
  }
}

export type Conditions = { readonly [condition: string]: string | Conditions }
export type ExportMap = { readonly [subpath: string]: string | Conditions }
export type Manifest = {
  readonly exports: ExportMap
  readonly publishConfig: {
    readonly access: 'public'
    readonly exports: ExportMap
    readonly bin?: Readonly<Record<string, string>>
  }
}

function conditionsOf(name: PackageName, { source, output }: Entry, workspace: boolean): Conditions {
  const built = `./dist/${output}`
  const esm = { types: `${built}.d.ts`, default: `${built}.js` }
  const targets: Conditions = dualPackages.includes(name)
    ? { import: esm, require: { types: `${built}.d.cts`, default: `${built}.cjs` } }
    : esm
  return workspace ? { 'siyu-source': `./${source}`, ...targets } : targets
}

function builtFile(source: string): string {
  return `./dist/${entry('', source).output}.js`
}

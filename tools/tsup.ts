/**
 * How every package is built. Each source file stays a file of its own in `dist`, because the file is the unit that
 * bundlers drop: bundling a concept's schemas and rules into one file would put zod into the page of whoever calls a
 * single rule. The declarations are bundled per door.
 */
import path from 'node:path'
import type { Options } from 'tsup'
import { dualPackages, entriesOf, type PackageName, packageNames, sourcesOf } from './entries.ts'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Points imports of sibling source files at their built files instead of bundling them. */
const keepFiles: Plugin = {
  name: 'keep-files',
  setup(build) {
    const extension = build.initialOptions.format === 'cjs' ? '.cjs' : '.js'
    build.onResolve({ filter: /^\.{1,2}\/.*\.tsx?$/ }, (found) =>
      found.kind === 'entry-point' ? undefined : { path: found.path.replace(/\.tsx?$/, extension), external: true },
    )
  },
}

/** tsup's options for a package. tsup runs in the package's folder. */
export function tsupOptions(name: PackageName): Options {
  const root = path.resolve(process.cwd(), '../..')
  const doors = entriesOf(root, name).map(({ output, source }) => [output, source] as const)
  const others = packageNames.filter((other) => other !== name).map((other) => `@siyu/${other}`)
  return {
    entry: named(sourcesOf(root, name)),
    dts: { entry: Object.fromEntries(doors) },
    format: dualPackages.includes(name) ? ['esm', 'cjs'] : ['esm'],
    target: 'es2022',
    outDir: 'dist',
    tsconfig: '../../tsconfig.json',
    external: others.map((other) => new RegExp(`^${other}(/|$)`)),
    splitting: false,
    sourcemap: true,
    removeNodeProtocol: false,
    esbuildPlugins: [keepFiles],
  }
}

/** The doors that only run on the client start with the directive that says so; what else a package holds does not. */
export function clientTsupOptions(name: PackageName, isClient: (source: string) => boolean): Options[] {
  const options = tsupOptions(name)
  const sources = Object.values(options.entry as Record<string, string>)
  const { dts: _, ...withoutTypes } = options
  return [
    { ...options, entry: named(sources.filter((source) => !isClient(source))) },
    { ...withoutTypes, entry: named(sources.filter(isClient)), banner: { js: "'use client'" } },
  ]
}

function named(sources: readonly string[]): Record<string, string> {
  return Object.fromEntries(sources.map((source) => [source.replace(/^src\//, '').replace(/\.tsx?$/, ''), source]))
}

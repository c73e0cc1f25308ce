import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { build as viteBuild } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dualPackages, entriesOf, type PackageName, packageNames } from './entries.ts'
import { buildAndPack, exportTargets, installInto, type Packed, packedFiles } from './package-tarballs.ts'
import { root, runNode, script } from './process.ts'
import { manifestFile, syncedManifest } from './sync-exports.ts'

let folder: string
const packed = new Map<PackageName, Packed | Error>()

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'siyu-packages-'))
  const waiting = [...packageNames]
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      packed.set(name, await buildAndPack(name, folder).catch((error: Error) => error))
  }
  await Promise.all([worker(), worker()])
})

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true })
})

function packageOf(name: PackageName): Packed {
  const found = packed.get(name)
  if (found === undefined || found instanceof Error) throw found ?? new Error(`${name} was not packed`)
  return found
}

/** `@siyu/core/money` for `./money`. */
function specifier(name: PackageName, subpath: string): string {
  return `@siyu/${name}${subpath.slice(1)}`
}

function doorsOf(names: readonly PackageName[]): readonly string[] {
  return names.flatMap((name) => entriesOf(root, name).map(({ subpath }) => specifier(name, subpath)))
}

describe.each(packageNames)('%s', (name) => {
  it('has an export map that lists the doors that exist', () => {
    expect(entriesOf(root, name)[0]?.subpath).toBe('.')
    expect(fs.readFileSync(manifestFile(root, name), 'utf8')).toBe(syncedManifest(root, name))
  })

  it('ships every file its export map and its commands name, with types', () => {
    const { manifest, folder: home } = packageOf(name)
    const targets = exportTargets(manifest.exports)
    const named = [...targets.map(([, file]) => file), ...Object.values(manifest.bin ?? {})]
    expect(named.filter((file) => !fs.existsSync(path.join(home, file)))).toEqual([])
    const typed = targets.filter(([conditions]) => conditions.endsWith(' types')).length
    expect(typed).toBe(entriesOf(root, name).length * (dualPackages.includes(name) ? 2 : 1))
  })

  it('ships nothing else: no sources, no tests, no workspace settings', () => {
    const found = packageOf(name)
    const foreign = packedFiles(found).filter(
      (file) => !/^(dist\/.+\.(js|cjs|d\.ts|d\.cts)(\.map)?|package\.json|README(\.[\w-]+)?\.md|LICENSE)$/.test(file),
    )
    expect(foreign).toEqual([])
    expect(packedFiles(found).filter((file) => /\.(test|test-d|fixture)\./.test(file))).toEqual([])
    expect(packedFiles(found)).toContain('LICENSE')
    expect(JSON.stringify(found.manifest)).not.toMatch(/workspace:|siyu-source/)
  })

  it('satisfies publint', async () => {
    const { folder: pkgDir } = packageOf(name)
    const { messages } = await publint({ pkgDir, pack: false, strict: true })
    expect(messages.filter(({ type }) => type !== 'suggestion')).toEqual([])
  })

  it('resolves to the right types for every kind of importer', async () => {
    const data = new Uint8Array(fs.readFileSync(packageOf(name).file))
    const result = await checkPackage(createPackageFromTarballData(data))
    const problems = result.types ? result.problems : [{ kind: 'no types' }]
    expect(problems.filter((problem) => !isAccepted(name, problem))).toEqual([])
  })
})

/** Old TypeScript knows no export maps; an ESM-only package is loaded by Node's `require` as it is. */
function isAccepted(name: PackageName, problem: { readonly kind: string; readonly resolutionKind?: string }): boolean {
  if (problem.resolutionKind === 'node10') return true
  return problem.kind === 'CJSResolvesToESM' && !dualPackages.includes(name)
}

describe('a project that installs the packages', () => {
  let project: string

  beforeAll(() => {
    project = path.join(folder, 'project')
    fs.mkdirSync(project)
    write('package.json', JSON.stringify({ name: 'shop', private: true, type: 'module' }))
  })

  function write(name: string, text: string): string {
    const file = path.join(project, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, text)
    return file
  }

  /** Installs on first use, so that a package that does not build fails each test with its own message. */
  function install(): void {
    if (!fs.existsSync(path.join(project, 'node_modules'))) installInto(project, packageNames.map(packageOf))
  }

  it('imports every door', async () => {
    install()
    const doors = doorsOf(packageNames).filter((door) => !door.endsWith('/testing'))
    const loads = doors.map((door) => `console.log('${door}', Object.keys(await import('${door}')).length > 0)`)
    const { output, code } = await runNode([write('imports.js', loads.join('\n'))], { cwd: project, output: 'capture' })
    expect(output.trim().split('\n')).toEqual(doors.map((door) => `${door} true`))
    expect(code).toBe(0)
  })

  it('requires every door', async () => {
    install()
    const doors = doorsOf(dualPackages).filter((door) => !door.endsWith('/testing'))
    const loads = doors.map((door) => `console.log('${door}', Object.keys(require('${door}')).length > 0)`)
    const file = write('requires.cjs', loads.join('\n'))
    const { output, code } = await runNode([file], { cwd: project, output: 'capture' })
    expect(output.trim().split('\n')).toEqual(doors.map((door) => `${door} true`))
    expect(code).toBe(0)
  })

  it.each([
    ['bundler', 'esnext'],
    ['nodenext', 'nodenext'],
  ])('type checks (%s)', async (moduleResolution, module) => {
    install()
    const load = (door: string, index: number): string => `export * as door${index} from '${door}'`
    write('types.ts', doorsOf(packageNames).map(load).join('\n'))
    write('types.cts', doorsOf(dualPackages).map(load).join('\n'))
    const compilerOptions = {
      ...{ module, moduleResolution, strict: true, noEmit: true, skipLibCheck: false, types: ['node'] },
      ...{ target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'], jsx: 'react-jsx' },
    }
    const files = ['types.ts', ...(module === 'nodenext' ? ['types.cts'] : [])]
    const config = write(`tsconfig.${moduleResolution}.json`, JSON.stringify({ compilerOptions, files }))
    const tsc = [script('typescript', 'bin/tsc'), '-p', config, '--pretty', 'false']
    const { output } = await runNode(tsc, { cwd: project, output: 'capture' })
    const ours = output.split('\n').filter((line) => /^(types\.|node_modules\/@siyu\/|error )/.test(line))
    expect(ours).toEqual([])
  })

  it('builds for the browser with Vite', async () => {
    install()
    const names = [
      "{ createSiyu } from '@siyu/core'",
      "{ createTracker } from '@siyu/analytics'",
      "* as react from '@siyu/react'",
    ]
    const imports = names.map((name) => `import ${name}`).join('\n')
    const text = await browserCode('page', `${imports}\nconsole.log(createSiyu, createTracker, react)`)
    expect(text).not.toMatch(/["']node:\w/)
    // A shop's client 29.7, ky 9, tracker 6, hooks 12, engine 12.1, words 5.8 and the QR encoder 4.5.
    expect(gzipSync(text).byteLength / 1000).toBeLessThan(80)
  })

  it('pays for one rule only when it imports one rule: the files of a concept are dropped one by one', async () => {
    install()
    const text = await browserCode('rule', "import { allocate } from '@siyu/core/money'\nconsole.log(allocate)")
    expect(text).not.toMatch(/_zod|ZodMini|HTTPError/)
    expect(gzipSync(text).byteLength / 1000).toBeLessThan(1)
  })

  /** The scripts of a one-page application, with React and the query client left out. */
  async function browserCode(name: string, code: string): Promise<string> {
    write(`${name}.js`, code)
    const input = write(`${name}.html`, `<!doctype html><script type="module" src="/${name}.js"></script>`)
    const result = await viteBuild({
      root: project,
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        modulePreload: { polyfill: false },
        rolldownOptions: { input, external: [/^react($|\/|-dom)/, '@tanstack/react-query'] },
      },
    })
    const [bundle] = Array.isArray(result) ? result : [result]
    const chunks = bundle && 'output' in bundle ? bundle.output.filter((each) => each.type === 'chunk') : []
    expect(chunks.length).toBeGreaterThan(0)
    return chunks.map((chunk) => chunk.code).join('\n')
  }
})

describe('what runs where', () => {
  it('marks the hooks as client code and keeps the queries callable on a server', () => {
    const home = packageOf('react').folder
    const text = (file: string): string => fs.readFileSync(path.join(home, 'dist', file), 'utf8')
    expect(text('index.js')).toMatch(/^'use client'/)
    expect(text('index.cjs')).toMatch(/^'use client'/)
    const reached = builtImports(home, 'dist/queries.js')
    expect(reached.files).toContain('dist/queries.js')
    expect(
      reached.files.filter((file) => fs.readFileSync(path.join(home, file), 'utf8').startsWith("'use client'")),
    ).toEqual([])
    expect(reached.packages).not.toContain('react')
  })

  it('starts the commands with Node', () => {
    const { manifest, folder: home } = packageOf('server')
    const command = manifest.bin?.siyu
    expect(command).toBeDefined()
    expect(fs.readFileSync(path.join(home, command ?? ''), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  })
})

/** The built files and the packages that a built file loads. */
function builtImports(home: string, start: string): { files: readonly string[]; packages: readonly string[] } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    const text = fs.readFileSync(path.join(home, file), 'utf8')
    for (const [, target = ''] of text.matchAll(/^(?:import|export)\b[^'"]*["']([^'"]+)["'];?$/gm)) {
      if (target.startsWith('.')) visit(path.posix.join(path.posix.dirname(file), target))
      else packages.add(target)
    }
  }
  visit(start)
  return { files: [...files], packages: [...packages] }
}

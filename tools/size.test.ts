import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from './process.ts'

/** What a page pays for an import, and what must not be in it. 1 kB = 1000 bytes, gzipped. */
type Budget = {
  readonly name: string
  readonly code: string
  /** The code and all it imports at once. */
  readonly maxKb: number
  /** What it loads later by `import()`, by the package or file behind it, with all that brings along. */
  readonly later?: Readonly<Record<string, number>>
  readonly external?: readonly string[]
  readonly absent: Readonly<Record<string, RegExp>>
}

const everywhere = {
  'SQL select': /\bselect\s[\w\s,.*"$]{1,200}\sfrom\s/i,
  'SQL insert': /insert into/i,
  'SQL update': /\bupdate \w+ set\b/i,
  'Node modules': /["']node:\w/,
  'a locale of zod': /Entrée invalide|无效输入|Ungültige Eingabe|Entrada inválida/,
  'a server': /pglite|kysely|hono/i,
}
const withoutReact = { ...everywhere, React: /react\.(transitional\.)?element|useState|useSyncExternalStore/ }
const withoutZodAndKy = { ...withoutReact, zod: /\$ZodType|_zod\b/, ky: /\bky\b|HTTPError|X-RateLimit-Reset/ }

const ofOperators = { 'an endpoint of operators': /\/v1\/admin\/|operators\/sessions|\/v1\/members\/:memberId/ }

const budgets: readonly Budget[] = [
  {
    name: 'core client of a shop',
    code: "export { createSiyu } from '@siyu/core'",
    // The 118 endpoints of visitors and members with their schemas, about a third of it zod.
    maxKb: 30,
    later: { ky: 9.2 },
    absent: { ...withoutReact, ...ofOperators },
  },
  {
    name: 'core client of operators',
    code: "export { createSiyuAdmin } from '@siyu/core/admin'",
    // All 267 endpoints of the network, and the words for a wrong input of any.
    maxKb: 40.6,
    later: { ky: 9.2 },
    absent: withoutReact,
  },
  {
    name: 'words for errors, of a shop',
    code: "export { errorWords } from '@siyu/core/words'",
    maxKb: 5.8,
    absent: withoutZodAndKy,
  },
  {
    name: 'core rule',
    code: "export { allocate } from '@siyu/core/money'",
    maxKb: 0.6,
    absent: withoutZodAndKy,
  },
  {
    // Queue, retries, consent in all tabs, sessions, attribution, plugins, sampling, redaction, page views, exposure.
    name: 'web tracker, everything',
    code: "export { createExposure, createTracker, trackPageViews } from '@siyu/analytics'",
    maxKb: 6,
    absent: withoutZodAndKy,
  },
  {
    name: 'web tracker, queue and delivery',
    code: "export { createLine } from '../../packages/analytics/src/tracker/line.ts'",
    maxKb: 3.5,
    absent: withoutZodAndKy,
  },
  {
    name: 'mini-program tracker',
    code: "export { createTracker } from '@siyu/analytics/weapp'",
    maxKb: 5.3,
    absent: withoutZodAndKy,
  },
  {
    name: 'autocapture',
    code: "export { autocapture } from '@siyu/analytics/autocapture'",
    maxKb: 0.8,
    absent: withoutZodAndKy,
  },
  {
    name: 'debug overlay',
    code: "export { debugOverlay } from '@siyu/analytics/overlay'",
    maxKb: 1.5,
    absent: withoutZodAndKy,
  },
  {
    // Prices, promotions and coupons on goods, with money map and explanation.
    name: 'pricing engine alone',
    code: "export { quoteGoods } from '@siyu/core/pricing'",
    maxKb: 9,
    absent: withoutZodAndKy,
  },
  {
    name: 'pricing engine',
    code: "export { checkQuoteInput, explainTree, hintsOf, quote, quoteFactsOf } from '@siyu/core/pricing'",
    // Finding the lines of all rules in one pass, and lines in order of their ids, took 0.4 kB and save up to a third.
    // Splitting sums without a branch, and comparing units field by field, took 0.1 kB and save a fifth.
    maxKb: 12.4,
    absent: withoutZodAndKy,
  },
  {
    name: 'pricing engine, quote alone',
    code: "export { quote } from '@siyu/core/pricing'",
    maxKb: 11.4,
    absent: withoutZodAndKy,
  },
  {
    name: 'react, everything',
    code: "export * from '@siyu/react'",
    // With the points a basket earns (the rule is loaded with the engine), stored value, variants, the review of a
    // cart, the address book, after-sales, flash sales, presales, group buys, campaigns, reviews of commission,
    // links with the landing, promoters' shops with their prices, and facts read again once by all who show a quote.
    maxKb: 12.1,
    later: { engine: 0.6, uqr: 4.6 },
    external: ['react', 'react/*', '@tanstack/react-query', '@siyu/core', '@siyu/core/*'],
    absent: everywhere,
  },
  {
    // With the parts it shares with the hooks.
    name: 'react, tracking alone',
    code: "export { TrackingProvider, useExposure, useTrack } from '@siyu/react/tracking'",
    maxKb: 2.2,
    external: ['react', 'react/*', '@tanstack/react-query', '@siyu/core', '@siyu/core/*'],
    absent: everywhere,
  },
]

type Outputs = Metafile['outputs']
type Bundle = { readonly outputs: Outputs; readonly texts: ReadonlyMap<string, string> }

/** Bundles as an application would: minified, for the browser, unused exports dropped, in chunks. */
async function bundle({ code, external }: Budget): Promise<Bundle> {
  const result = await build({
    stdin: { contents: code, resolveDir: path.join(root, 'examples/storefront'), sourcefile: 'page.ts' },
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    outdir: 'out',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['siyu-source'],
    external: [...(external ?? [])],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  const texts = result.outputFiles.map((file) => [path.relative(root, file.path), file.text] as const)
  return { outputs: result.metafile.outputs, texts: new Map(texts) }
}

/** A chunk and those it imports at once, without what is there already. */
function chunksFrom(outputs: Outputs, start: string, known: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (name: string): void => {
    if (found.has(name) || known.has(name)) return
    found.add(name)
    const imports =
      outputs[name]?.imports.filter(({ external, kind }) => !external && kind === 'import-statement') ?? []
    for (const { path: next } of imports) visit(next)
  }
  visit(start)
  return found
}

/** The chunks that are loaded by `import()`, by the name of what they hold. */
function laterChunks(outputs: Outputs, known: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const starts = Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ kind, external }) => kind === 'dynamic-import' && !external).map(({ path: name }) => name),
  )
  return new Map(
    starts.map((start) => [heldBy(outputs[start]?.entryPoint ?? start), chunksFrom(outputs, start, known)]),
  )
}

function heldBy(entryPoint: string): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(entryPoint)?.[1]
  return inPackage ?? path.basename(entryPoint, path.extname(entryPoint))
}

function kilobytes({ texts }: Bundle, names: ReadonlySet<string>): number {
  const sizes = [...names].map((name) => gzipSync(texts.get(name) ?? '', { level: 9 }).byteLength)
  return sizes.reduce((sum, size) => sum + size, 0) / 1000
}

const measured: string[] = []

function note(name: string, size: number, maxKb: number): void {
  measured.push(`${name.padEnd(34)} ${size.toFixed(2).padStart(6)} ${maxKb.toFixed(1).padStart(7)}`)
}

afterAll(() => {
  console.log(['size (gzip)                            kB   limit', ...measured].join('\n'))
})

describe.each(budgets)('$name', (budget) => {
  it(`fits into ${budget.maxKb} kB and carries nothing foreign`, async () => {
    const made = await bundle(budget)
    const start = Object.keys(made.outputs).find((name) => /page\.ts$/.test(made.outputs[name]?.entryPoint ?? '')) ?? ''
    const atOnce = chunksFrom(made.outputs, start)
    const size = kilobytes(made, atOnce)
    note(budget.name, size, budget.maxKb)
    const text = [...made.texts.values()].join('\n')
    const found = Object.entries(budget.absent).filter(([, pattern]) => pattern.test(text))
    expect(found.map(([name]) => name)).toEqual([])
    expect(size).toBeGreaterThan(0.05)
    expect(size).toBeLessThanOrEqual(budget.maxKb)

    const later = laterChunks(made.outputs, atOnce)
    expect([...later.keys()].toSorted()).toEqual(Object.keys(budget.later ?? {}).toSorted())
    for (const [name, chunks] of later) {
      const maxKb = budget.later?.[name] ?? 0
      const laterSize = kilobytes(made, chunks)
      note(`  later: ${name}`, laterSize, maxKb)
      expect(laterSize).toBeGreaterThan(0.05)
      expect(laterSize).toBeLessThanOrEqual(maxKb)
    }
  })
})

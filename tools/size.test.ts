import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from './process.ts'

/** What a page pays for an import, and what must not be in it. 1 kB = 1000 bytes, gzipped. */
type Budget = {
  readonly name: string
  readonly code: string
  readonly maxKb: number
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

const budgets: readonly Budget[] = [
  {
    name: 'core client',
    code: "export { createSiyu } from '@siyu/core'",
    maxKb: 22,
    absent: withoutReact,
  },
  {
    name: 'core rule',
    code: "export { allocate } from '@siyu/core/money'",
    maxKb: 0.6,
    absent: withoutZodAndKy,
  },
  {
    name: 'analytics tracker',
    code: "export { createTracker } from '@siyu/analytics'",
    maxKb: 4,
    absent: withoutZodAndKy,
  },
  {
    name: 'react, everything',
    code: "export * from '@siyu/react'",
    maxKb: 7,
    external: ['react', 'react/*', '@tanstack/react-query', '@siyu/core', '@siyu/core/*'],
    absent: everywhere,
  },
]

/** Bundles as an application would: minified, for the browser, unused exports dropped. */
async function bundle({ code, external }: Budget): Promise<string> {
  const result = await build({
    stdin: { contents: code, resolveDir: path.join(root, 'examples/storefront'), sourcefile: 'page.ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['siyu-source'],
    external: [...(external ?? [])],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  return result.outputFiles[0]?.text ?? ''
}

function kilobytes(text: string): number {
  return gzipSync(text, { level: 9 }).byteLength / 1000
}

const measured: string[] = []

afterAll(() => {
  console.log(['size (gzip)                kB   limit', ...measured].join('\n'))
})

describe.each(budgets)('$name', (budget) => {
  it(`fits into ${budget.maxKb} kB and carries nothing foreign`, async () => {
    const text = await bundle(budget)
    const size = kilobytes(text)
    measured.push(`${budget.name.padEnd(22)} ${size.toFixed(2).padStart(6)} ${budget.maxKb.toFixed(1).padStart(7)}`)
    const found = Object.entries(budget.absent).filter(([, pattern]) => pattern.test(text))
    expect(found.map(([name]) => name)).toEqual([])
    expect(size).toBeGreaterThan(0.05)
    expect(size).toBeLessThanOrEqual(budget.maxKb)
  })
})

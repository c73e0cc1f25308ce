import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from './process.ts'
import { tidy } from './tidy.ts'

let folder: string

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'siyu-tidy-'))
})

afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true })
})

/** Writes one file into an empty tree and returns the rules it breaks, leaving out those about missing files. */
function rulesBrokenBy(name: string, text: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  for (const [each, content] of Object.entries({ ...others, [name]: text })) {
    fs.mkdirSync(path.dirname(path.join(folder, each)), { recursive: true })
    fs.writeFileSync(path.join(folder, each), content)
  }
  return tidy(folder)
    .breaches.map(({ rule }) => rule)
    .filter((rule) => !rule.startsWith('missing '))
}

const core = 'packages/core/src'
const server = 'packages/server/src'
const rules = `${core}/points/rules.ts`
const lines = (count: number): string => Array.from({ length: count }, (_, index) => `  call(${index})`).join('\n')

type Case = readonly [breach: string, file: string, text: string]

const layerCases: readonly Case[] = [
  ['core may not import react', `${core}/a.ts`, "import { x } from '@siyu/react'"],
  ['core may not import server', `${core}/a.test.ts`, "import { x } from '@siyu/server/testing'"],
  ['react may not import server', 'packages/react/src/a.ts', "import type { X } from '@siyu/server/testing'"],
  ['react may not import analytics', 'packages/react/src/a.tsx', "import { x } from '@siyu/analytics/analysis'"],
  ['analytics may not import server', 'packages/analytics/src/a.ts', "import { x } from '@siyu/server'"],
  ['core may not import itself by name', `${core}/a.ts`, "import { x } from '@siyu/core/money'"],
  ['a relative import may not leave its package', `${server}/a.ts`, "import { x } from '../../core/src/index.ts'"],
  ['a relative import may not leave its package', 'examples/console/src/a.ts', "import '../../storefront/src/a.ts'"],
  ['money may not import coupons: it comes later', `${core}/money/a.ts`, "import { x } from '../coupons/index.ts'"],
  ['money may not import brands: it comes later', `${core}/money/a.ts`, "import type { X } from '../brands/index.ts'"],
  ['import money through its index.ts', `${core}/coupons/a.ts`, "import { x } from '../money/rules.ts'"],
  ['import money through its index.ts', `${server}/coupons/a.ts`, "import { x } from '../money/store.ts'"],
  ['the kernel may not import from outside itself', `${core}/kernel/a.ts`, "import { x } from '../money/index.ts'"],
  ['the kernel may not import from outside itself', `${server}/kernel/a.ts`, "import { x } from '../app.ts'"],
  ['coupons may not import from above the concepts', `${core}/coupons/a.ts`, "import { x } from '../index.ts'"],
  ['coupons may not import from above the concepts', `${server}/coupons/a.ts`, "import { x } from '../cli/main.ts'"],
  ['node:fs does not exist in browsers', `${core}/a.ts`, "import fs from 'node:fs'"],
  ['node:os does not exist in browsers', 'packages/analytics/src/tracker/a.ts', "import os from 'node:os'"],
  ["import * as z from 'zod/mini': classic zod is six times its size", `${core}/a.ts`, "import * as z from 'zod'"],
  ['re-export only from index.ts', `${core}/money/schema.ts`, "export { x } from './rules.ts'"],
]

const impureExpressions: Readonly<Record<string, string>> = {
  'Date.now': 'Date.now()',
  'new Date()': 'new Date()',
  'Date()': 'Date()',
  'Math.random': 'Math.random()',
  crypto: 'crypto.randomUUID()',
  fetch: "fetch('/')",
  process: 'process.env.HOME',
  console: "console.log('x')",
  setTimeout: 'setTimeout(() => 1, 1)',
  Intl: "new Intl.NumberFormat('zh')",
  toLocaleString: '(1).toLocaleString()',
  localeCompare: "'a'.localeCompare('b')",
  getHours: 'new Date(0).getHours()',
  globalThis: 'globalThis.location',
  Promise: 'Promise.resolve(1)',
}

const roomCases: readonly Case[] = [
  ...Object.entries(impureExpressions).map(
    ([name, code]): Case => [`a rule may not use ${name}`, rules, `export const x = (): unknown => ${code}`],
  ),
  ['a rule may not use async', rules, 'export const x = async (): Promise<void> => {}'],
  ['a rule may not use await', `${core}/points/rules/earn.ts`, 'const x = async () => { await 1 }'],
  ['a rule may not use a variable that outlives the call', rules, 'let count = 0'],
  ['a rule may import only types from zod/mini', rules, "import * as z from 'zod/mini'"],
  ['a rule may import only types from a contract', rules, "import { claim } from './contract.ts'"],
  [
    'what shoppers call may not import what operators call',
    `${core}/points/contract.ts`,
    "import { x } from './operators.ts'",
  ],
  ['a contract may not import rules', `${core}/points/contract.ts`, "import type { X } from './rules.ts'"],
  ['no SQL in routes: it lives in the store', `${server}/points/routes.ts`, "const x = 'select 1 from lots'"],
  [
    'no SQL in routes: it lives in the store',
    `${server}/points/routes.ts`,
    'const x = `update lots set a = $' + '{b}`',
  ],
  ['no SQL in routes: it lives in the store', `${server}/points/routes.ts`, 'const x = sql`lots`'],
  ['no SQL in routes: it lives in the store', `${server}/points/routes.ts`, "db.selectFrom('lots')"],
  ['kitchens is no concept of the house', `${core}/kitchens/index.ts`, 'export const x: number = 1'],
]

const habitCases: readonly Case[] = [
  ['no any: say what it is, or unknown', `${core}/a.ts`, 'const x: any = 1'],
  ['no any: say what it is, or unknown', `${core}/a.test.ts`, 'const x = 1 as any'],
  ['no default exports', `${core}/a.ts`, 'export default 1'],
  ['no default exports', `${core}/a.ts`, 'export default function x() {}'],
  ['no default exports', `${core}/a.ts`, 'const x = 1\nexport { x as default }'],
  ['no export *: name what leaves', `${core}/index.ts`, "export * from './a.ts'"],
  ['no export *: name what leaves', `${core}/index.ts`, "export * as money from './money/index.ts'"],
  ['no classes, except errors', `${core}/a.ts`, 'class Shop {}'],
  ['no classes, except errors', `${core}/a.ts`, 'const x = class extends Map {}'],
  ['no silenced type errors outside of *.test-d.ts', `${core}/a.ts`, `// @ts-${'ignore'}`],
  ['no silenced type errors outside of *.test-d.ts', `${core}/a.test.ts`, `// @ts-${'expect-error'}`],
  ['utils.ts names no idea: call it after what it is about', `${core}/utils.ts`, ''],
  ['a.ts names no idea: call it after what it is about', `${server}/helpers/a.ts`, ''],
  ['function has 72 lines, limit 70', `${core}/a.ts`, `function long() {\n${lines(70)}\n}`],
  ['function has 72 lines, limit 70', 'examples/console/src/a.tsx', `const Page = () => {\n${lines(70)}\n}`],
  ['file has 401 lines, limit 400', 'bench/a.ts', lines(401)],
  ['file has 801 lines, limit 800', `${core}/a.test.ts`, lines(801)],
  ['line has 121 columns, limit 120', 'tools/a.ts', `// ${'x '.repeat(59)}`],
  ['leftover marker', 'docs/a.md', `${'TO'}${'DO'}: write this`],
  ['leftover marker', `${core}/a.ts`, `// ${'FIX'}${'ME'}`],
  ['path of one machine', 'docs/a.md', `see ${'/wor'}k/data`],
  ['path of one machine', 'examples/console/src/a.ts', `const x = '${'/tm'}p/siyu/a'`],
  ['host of a package registry', 'docs/a.md', `https://${'registry'}.npmjs.org/ky`],
]

describe('every breach is found', () => {
  it.each([...layerCases, ...roomCases, ...habitCases])('%s (%s)', (breach, file, text) => {
    expect(rulesBrokenBy(file, text)).toContain(breach)
  })

  it('import cycle', () => {
    const b = "import { c } from './c.ts'"
    const c = "import type { A } from './a.ts'"
    const files = { [`${core}/b.ts`]: b, [`${core}/c.ts`]: c }
    expect(rulesBrokenBy(`${core}/a.ts`, "import { b } from './b.ts'", files)).toEqual([
      `import cycle: ${core}/a.ts → ${core}/b.ts → ${core}/c.ts → ${core}/a.ts`,
    ])
  })

  it('missing files of a room', () => {
    fs.mkdirSync(path.join(folder, core, 'coupons'), { recursive: true })
    fs.mkdirSync(path.join(folder, server, 'coupons'), { recursive: true })
    const missing = tidy(folder).breaches.filter(({ rule }) => rule.startsWith('missing '))
    expect(missing.map(({ at, rule }) => `${at}: ${rule}`)).toEqual([
      ...['schema', 'contract', 'rules', 'rules.test', 'index'].map((file) => `${core}/coupons: missing ${file}.ts`),
      ...['tables', 'store', 'routes', 'index'].map((file) => `${server}/coupons: missing ${file}.ts`),
    ])
  })

  it('a folder that holds nothing but tests', () => {
    expect(rulesBrokenBy(`${server}/points/checks/a.test.ts`, '')).toContain('folder without a source file')
  })
})

describe('what is allowed stays silent', () => {
  const allowed: ReadonlyArray<readonly [file: string, text: string]> = [
    [`${core}/coupons/a.ts`, "import { x } from '../money/index.ts'\nimport { y } from '../kernel/schema.ts'"],
    [`${server}/money/a.ts`, "import { x } from '../orders/index.ts'\nimport { y } from '../kernel/command.ts'"],
    [`${server}/a.ts`, "import { x } from '@siyu/analytics/collector'\nimport fs from 'node:fs'"],
    ['packages/react/src/testing.tsx', "import { x } from '@siyu/server/testing'"],
    [rules, 'export const x = (now: number): number => new Date(now).getUTCDate() + Date.UTC(1, 1)'],
    [rules, 'type Facts = { process: string }\nexport const x = (facts: Facts): string => facts.process'],
    [rules, "import type * as z from 'zod/mini'\nimport type { Claim } from './contract.ts'"],
    [`${core}/kernel/error.ts`, 'class SiyuError extends Error {}\nclass Narrow extends SiyuError {}'],
    [`${server}/points/routes.ts`, "const summary = 'Updates the points of a member'"],
    ['vitest.config.ts', 'export default {}'],
    [`${core}/a.test-d.ts`, `// @ts-${'expect-error'}`],
    [`${core}/a.test.ts`, `describe('points', () => {\n${lines(90)}\n})`],
    [`${core}/points/rules/earn.ts`, 'export const x: number = 1'],
    ['docs/a.md', 'https://example.com/work/shop and our/work/day'],
    ['pnpm-lock.yaml', `https://${'registry'}.npmjs.org/ky`],
  ]

  it.each(allowed)('%s', (file, text) => {
    expect(rulesBrokenBy(file, text)).toEqual([])
  })
})

it('this workspace is tidy', () => {
  const { breaches, fileCount, medianLines } = tidy(root)
  expect(breaches.map(({ at, rule }) => `${at}: ${rule}`)).toEqual([])
  expect(fileCount).toBeGreaterThan(50)
  expect(medianLines).toBeLessThanOrEqual(10)
})

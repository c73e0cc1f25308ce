/** Who may import whom: packages, concepts, and no circles. */
import { type Breach, breachAt, type Import, importsOf, type SourceFile } from './tree.ts'

/** The concepts, in the order of the house: in core a concept imports only concepts before it. */
export const conceptOrder: readonly string[] = [
  ...['money', 'brands', 'ledger', 'compliance', 'members', 'tiers', 'catalog', 'inventory', 'promotions', 'coupons'],
  ...['points', 'storedvalue', 'shipping', 'taxes', 'pricing', 'carts', 'referrals', 'kolshops', 'orders'],
  ...['payments', 'aftersales', 'webhooks'],
  ...['flashsales', 'presales', 'groupbuys', 'communities', 'segments', 'campaigns', 'messages', 'experiments'],
  ...['feedback', 'recommendations', 'forecasting', 'risk', 'insights'],
]

/** Folders that read the concepts and that no concept may read. */
export const aboveConcepts: readonly string[] = ['client', 'openapi', 'words', 'cli']

const layers: Readonly<Record<string, readonly string[]>> = {
  core: [],
  analytics: ['core'],
  react: ['core'],
  server: ['core', 'analytics'],
  miniprogram: ['core', 'analytics'],
}

/** Tests, and the entry for other people's tests, may also start a server. */
const testLayers: Readonly<Record<string, readonly string[]>> = { react: ['core', 'analytics', 'server'] }

/** Sources that also run in browsers and mini-programs. */
const portable = /^packages\/(core|react|miniprogram)\/src\/|^packages\/analytics\/src\/(index\.ts|tracker)/

/** Checks every import of a file. */
export function checkImports(file: SourceFile): readonly Breach[] {
  return importsOf(file).flatMap((each) =>
    [packageLayer, packageBorder, conceptLayer, portability, zodFlavour, reExport]
      .map((check) => check(file, each))
      .filter((rule) => rule !== undefined)
      .map((rule) => breachAt(file, each.node, rule)),
  )
}

type Check = (file: SourceFile, found: Import) => string | undefined

const packageLayer: Check = (file, { target }) => {
  const [own, other] = [packageOf(file.name), /^@siyu\/([^/]+)/.exec(target)?.[1]]
  if (own === undefined || other === undefined) return undefined
  const helpsTests = file.isTest || /^packages\/react\/src\/testing(\/|\.)/.test(file.name)
  const allowed = (helpsTests ? testLayers[own] : undefined) ?? layers[own] ?? []
  if (own === other) return `${own} may not import itself by name`
  return allowed.includes(other) ? undefined : `${own} may not import ${other}`
}

const packageBorder: Check = ({ name }, { resolved }) => {
  const home = /^(packages|examples)\/[^/]+\//.exec(name)?.[0]
  if (home === undefined || resolved === undefined || resolved.startsWith(home)) return undefined
  // Whole-shop tests build the pages with the workspace's own tools.
  if (home === 'examples/e2e/' && resolved.startsWith('tools/')) return undefined
  const isForeign = /^(packages|examples|tools|bench)\//.test(resolved)
  return isForeign ? 'a relative import may not leave its package' : undefined
}

const conceptLayer: Check = (file, { resolved }) => {
  const [own, other] = [roomOf(file.name), resolved === undefined ? undefined : roomOf(resolved)]
  if (file.isTest || own === undefined || other === undefined || own.name === other.name) return undefined
  if (own.package !== other.package) return undefined
  if (own.name === 'kernel') return 'the kernel may not import from outside itself'
  const isAbove = other.name === '.' || aboveConcepts.includes(other.name)
  if (isConcept(own.name) && isAbove && hasOrder(own)) return `${own.name} may not import from above the concepts`
  if (other.name === 'kernel' || other.name === '.') return undefined
  if (own.name !== '.' && other.file !== 'index.ts') return `import ${other.name} through its index.ts`
  const isLater = conceptOrder.indexOf(other.name) > conceptOrder.indexOf(own.name)
  return own.package === 'core' && isConcept(own.name) && isConcept(other.name) && isLater
    ? `${own.name} may not import ${other.name}: it comes later`
    : undefined
}

const portability: Check = ({ name, isTest }, { target }) =>
  portable.test(name) && !isTest && target.startsWith('node:') ? `${target} does not exist in browsers` : undefined

const zodFlavour: Check = (_, { target }) =>
  target === 'zod' ? "import * as z from 'zod/mini': classic zod is six times its size" : undefined

const reExport: Check = ({ name }, { node }) => {
  const isDoor = /\/index\.ts$|\/src\/(admin|queries|testing|tracking)\.tsx?$/.test(name)
  return 'exportClause' in node && !isDoor ? 're-export only from index.ts' : undefined
}

/** React's rooms are files, and analytics has rooms of its own. */
function hasOrder({ package: owner }: Room): boolean {
  return owner === 'core' || owner === 'server'
}

function isConcept(name: string): boolean {
  return conceptOrder.includes(name)
}

function packageOf(name: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(name)?.[1]
}

type Room = { readonly package: string; readonly name: string; readonly file: string }

/** `packages/core/src/money/rules.ts` is in core's room `money`; files beside the rooms are in room `.`. */
function roomOf(name: string): Room | undefined {
  const [, owner, room, file] = /^packages\/([^/]+)\/src\/(?:([^/]+)\/)?(.+)$/.exec(name) ?? []
  return owner === undefined || file === undefined ? undefined : { package: owner, name: room ?? '.', file }
}

/** Circles among imports, those of types as well, each reported once. */
export function checkCycles(files: readonly SourceFile[]): readonly Breach[] {
  const graph = new Map(files.map((file) => [file.name, targetsOf(file)]))
  const state = new Map<string, 'open' | 'done'>()
  const breaches: Breach[] = []
  const visit = (name: string, trail: readonly string[]): void => {
    if (state.get(name) === 'done') return
    if (state.get(name) === 'open') {
      const circle = [...trail.slice(trail.indexOf(name)), name].join(' → ')
      breaches.push({ at: `${name}:1`, rule: `import cycle: ${circle}` })
      return
    }
    state.set(name, 'open')
    for (const next of graph.get(name) ?? []) visit(next, [...trail, name])
    state.set(name, 'done')
  }
  for (const { name } of files) visit(name, [])
  return breaches
}

function targetsOf(file: SourceFile): readonly string[] {
  return importsOf(file).flatMap(({ resolved }) => resolved ?? [])
}

import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { root } from './process.ts'
import { treeFiles } from './tidy/tree.ts'

/** What the pages take as given: names that an example uses and that the page's words or another example made. */
const given = `
declare global {
  const siyu: import('@siyu/core/admin').SiyuAdmin
  const operator: import('@siyu/core/admin').SiyuAdmin
  const server: import('@siyu/server').Server
  const database: Awaited<ReturnType<typeof import('@siyu/server').openPglite>>
  const store: import('@siyu/analytics/warehouse').EventStore
  const tracker: import('@siyu/analytics').Tracker
  const shopPlan: import('@siyu/analytics').EventPlan
  const queryClient: import('@tanstack/react-query').QueryClient
  const quote: import('@siyu/core/pricing').Quote
  const order: import('@siyu/core/orders').Order
  const error: import('@siyu/core').SiyuError
  const entries: readonly { readonly entryId: string; readonly isWithdrawn: boolean }[]
  const wx: any
  const request: Request
  const sms: { send(address: string, text: string): Promise<void> }
  const startsAt: number, claimFrom: number
  const templateId: string, orderId: string, lineId: string, secret: string, password: string, seed: string
  const seedHash: string, privateKeyPem: string, apiV3Key: string, pem: string
  const Shop: () => import('react').ReactElement
  const sendCode: import('@siyu/server').CodeSender['send']
  function show(order: import('@siyu/core/orders').Order): void
  function render(session: import('@siyu/core').Session): void
  function reloadPoints(): void
  function hideOffer(): void
  function toast(text: string): void
}
export {}
`

/** Unused names, and a `return` of a handler that is not shown. */
const allowed: ReadonlySet<number> = new Set([6133, 6192, 6196, 6198, 1108])

/** The examples of the pages, by a file name beside their page: no such file is written. */
function examples(): ReadonlyMap<string, string> {
  const pages = treeFiles(root).filter((name) =>
    /^(README|docs\/(guides|concepts)\/.*|packages\/\w+\/README).*\.md$/.test(name),
  )
  const found = pages.flatMap((page) => {
    const blocks = fs.readFileSync(path.join(root, page), 'utf8').matchAll(/^```(tsx?)\n([\s\S]*?)^```/gm)
    return [...blocks].map(([, kind, code = ''], index) => [`${page}.${index + 1}.${kind}`, code] as const)
  })
  return new Map(found.map(([name, code]) => [path.join(root, name), `${code}\nexport {}\n`]))
}

/** Where an example finds the packages and what they come with. */
const homes = ['server', 'react', 'analytics'].map((name) => path.join(root, 'packages', name, 'src', 'example.ts'))

function problemsOf(texts: ReadonlyMap<string, string>): readonly string[] {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const cache = ts.createModuleResolutionCache(root, (name) => name, options)
  const read = (file: string): string | undefined => texts.get(file) ?? ts.sys.readFile(file)
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    readFile: read,
    fileExists: (file) => texts.has(file) || ts.sys.fileExists(file),
    getSourceFile: (file, version) => {
      const text = read(file)
      return text === undefined ? undefined : ts.createSourceFile(file, text, version)
    },
    resolveModuleNameLiterals: (literals, file, _redirected, _options, source) =>
      literals.map((literal) => {
        const mode = ts.getModeForUsageLocation(source, literal, options)
        const from = texts.has(file) ? homes : [file]
        const tries = from.map((home) =>
          ts.resolveModuleName(literal.text, home, options, host, cache, undefined, mode),
        )
        return tries.find(({ resolvedModule }) => resolvedModule !== undefined) ?? { resolvedModule: undefined }
      }),
  })
  return [...texts.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found
      .filter(({ code }) => !allowed.has(code))
      .map(({ start = 0, messageText }) => {
        const line = source === undefined ? 0 : source.getLineAndCharacterOfPosition(start).line + 1
        return `${path.relative(root, file)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
      })
  })
}

it('every example of the pages compiles against the packages, and one that does not is found', () => {
  const texts = examples()
  expect(texts.size).toBeGreaterThan(50)
  const wrong = "import { createSiyu } from '@siyu/core'\ncreateSiyu({ baseUrl: 1 })\n"
  const all = [...texts, [path.join(root, 'given.ts'), given], [path.join(root, 'wrong.ts'), wrong]] as const
  expect(problemsOf(new Map(all))).toEqual(["wrong.ts:2 Type 'number' is not assignable to type 'string'."])
}, 120_000)

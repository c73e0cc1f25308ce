/** The files that tidy looks at, parsed once. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** A rule of the house that a line breaks. */
export type Breach = {
  /** `packages/core/src/money/rules.ts:12`. */
  readonly at: string
  readonly rule: string
}

/** A parsed TypeScript file of the workspace. */
export type SourceFile = {
  /** Path from the workspace folder, with forward slashes. */
  readonly name: string
  readonly text: string
  readonly ast: ts.SourceFile
  readonly isTest: boolean
  /** Tables of constants and recorded inputs: no limits on their size. */
  readonly isData: boolean
}

/** An import or re-export of another module. */
export type Import = {
  readonly node: ts.ImportDeclaration | ts.ExportDeclaration
  /** What is written: `../money/index.ts`, `@siyu/core/money`, `node:fs`. */
  readonly target: string
  /** Path from the workspace folder when the target is relative. */
  readonly resolved: string | undefined
  /** `import type …` and `export type …` leave nothing at run time. */
  readonly isType: boolean
}

const sourceFolders = ['packages/*/src', 'examples/*/src', 'examples/e2e', 'tools', 'bench']
/** Tests, and what only tests load. */
const testFile = /\.(test|test-d|fixture)\.tsx?$|^examples\/e2e\/|\/kernel\/testing\//
const skippedFolders = ['node_modules', 'dist', '.git', '.siyu', 'coverage']

/** Every source file of the workspace, parsed. */
export function readSources(root: string): readonly SourceFile[] {
  const folders = sourceFolders.map((pattern) => new RegExp(`^${pattern.replace('*', '[^/]+')}/.*\\.tsx?$`))
  return treeFiles(root)
    .filter((name) => folders.some((folder) => folder.test(name)))
    .map((name) => parse(name, fs.readFileSync(path.join(root, name), 'utf8')))
}

/** Parses one file. */
export function parse(name: string, text: string): SourceFile {
  return {
    name,
    text,
    ast: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true),
    isTest: testFile.test(name),
    isData: /(^|\/)(data|fixtures)\/|\.data\.tsx?$/.test(name),
  }
}

/** Tracked files and new ones that are not ignored; every file where there is no repository. Sorted. */
export function treeFiles(root: string): readonly string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const listed = fs.existsSync(path.join(root, '.git')) ? spawnSync('git', args, { cwd: root, encoding: 'utf8' }) : null
  const names = listed?.status === 0 ? listed.stdout.split('\0') : [...walk(root, '')]
  return names.filter((name) => name !== '' && fs.existsSync(path.join(root, name))).sort()
}

function* walk(root: string, folder: string): Generator<string> {
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = path.posix.join(folder, entry.name)
    if (!entry.isDirectory()) yield name
    else if (!skippedFolders.includes(entry.name)) yield* walk(root, name)
  }
}

/** The static imports and re-exports of a file. */
export function importsOf({ name, ast }: SourceFile): readonly Import[] {
  return ast.statements.flatMap((node) => {
    if (!(ts.isImportDeclaration(node) || ts.isExportDeclaration(node))) return []
    if (node.moduleSpecifier === undefined || !ts.isStringLiteral(node.moduleSpecifier)) return []
    const target = node.moduleSpecifier.text
    const resolved = target.startsWith('.') ? path.posix.join(path.posix.dirname(name), target) : undefined
    const isType = ts.isExportDeclaration(node) ? node.isTypeOnly : isTypeImport(node)
    return [{ node, target, resolved, isType }]
  })
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  return importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
}

/** A breach at a node. */
export function breachAt(file: SourceFile, node: ts.Node, rule: string): Breach {
  return { at: `${file.name}:${lineOf(file, node.getStart(file.ast))}`, rule }
}

/** Line of a position, counted from 1. */
export function lineOf({ ast }: SourceFile, position: number): number {
  return ast.getLineAndCharacterOfPosition(position).line + 1
}

/** Calls `visit` for every node of a file, parents first. */
export function eachNode(file: SourceFile, visit: (node: ts.Node) => void): void {
  const descend = (node: ts.Node): void => {
    visit(node)
    ts.forEachChild(node, descend)
  }
  descend(file.ast)
}

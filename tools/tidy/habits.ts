/** How code is written here: sizes, names, and what TypeScript allows but we do not. */
import path from 'node:path'
import ts from 'typescript'
import { type Breach, breachAt, eachNode, lineOf, type SourceFile } from './tree.ts'

/** The most a function, a file and a line may hold. */
export const limits = { functionLines: 70, fileLines: 400, testFileLines: 800, columns: 120 } as const

const silencers = new RegExp(`@ts-(${['ignore', 'nocheck', 'expect-error'].join('|')})`)
const vagueName = /(^|[-.])(utils?|helpers?)([-.]|$)/i

/** Checks the syntax of a file. */
export function checkHabits(file: SourceFile): readonly Breach[] {
  const breaches: Breach[] = []
  eachNode(file, (node) => {
    const rule = forbidden(file, node) ?? longFunction(file, node)
    if (rule !== undefined) breaches.push(breachAt(file, node, rule))
  })
  return [...breaches, ...checkName(file), ...checkLines(file)]
}

function forbidden(file: SourceFile, node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'no any: say what it is, or unknown'
  if (isDefaultExport(node) && !/\.config\.ts$/.test(file.name)) return 'no default exports'
  if (ts.isExportDeclaration(node) && isStar(node)) return 'no export *: name what leaves'
  if (ts.isClassLike(node) && !isError(node)) return 'no classes, except errors'
  return undefined
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true
  if (ts.isExportSpecifier(node)) return node.name.text === 'default'
  return node.kind === ts.SyntaxKind.DefaultKeyword && ts.canHaveModifiers(node.parent)
}

function isStar({ exportClause }: ts.ExportDeclaration): boolean {
  return exportClause === undefined || ts.isNamespaceExport(exportClause)
}

function isError(node: ts.ClassLikeDeclaration): boolean {
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
  return base !== undefined && /Error$/.test(base.expression.getText())
}

function longFunction(file: SourceFile, node: ts.Node): string | undefined {
  const lines = functionLines(file, node)
  if (lines === undefined || lines <= limits.functionLines || isSuiteBody(file, node)) return undefined
  return `function has ${lines} lines, limit ${limits.functionLines}`
}

function functionLines(file: SourceFile, node: ts.Node): number | undefined {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return undefined
  return lineOf(file, node.end) - lineOf(file, node.getStart(file.ast)) + 1
}

/** `describe(…, () => { … })` only groups tests. */
function isSuiteBody(file: SourceFile, node: ts.Node): boolean {
  return file.isTest && ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText())
}

/** Lengths of the functions that have a name, for the median. */
export function namedFunctionLines(file: SourceFile): readonly number[] {
  const lengths: number[] = []
  eachNode(file, (node) => {
    const isNamed = ts.isFunctionDeclaration(node) || (node.parent && ts.isVariableDeclaration(node.parent))
    const lines = isNamed ? functionLines(file, node) : undefined
    if (lines !== undefined) lengths.push(lines)
  })
  return lengths
}

function checkName({ name }: SourceFile): readonly Breach[] {
  const isVague = name.split('/').some((part) => vagueName.test(part))
  return isVague
    ? [{ at: name, rule: `${path.posix.basename(name)} names no idea: call it after what it is about` }]
    : []
}

function checkLines(file: SourceFile): readonly Breach[] {
  const lines = file.text.replace(/\n$/, '').split('\n')
  const limit = file.isTest ? limits.testFileLines : limits.fileLines
  const tooMany = !file.isData && lines.length > limit
  return [
    ...(tooMany ? [{ at: `${file.name}:1`, rule: `file has ${lines.length} lines, limit ${limit}` }] : []),
    ...lines.flatMap((line, index) => lineRules(file, line).map((rule) => ({ at: `${file.name}:${index + 1}`, rule }))),
  ]
}

function lineRules(file: SourceFile, line: string): readonly string[] {
  const isWide = line.length > limits.columns && !file.isData && !cannotWrap(line)
  const isSilenced = silencers.test(line) && !file.name.endsWith('.test-d.ts')
  return [
    ...(isWide ? [`line has ${line.length} columns, limit ${limits.columns}`] : []),
    ...(isSilenced ? ['no silenced type errors outside of *.test-d.ts'] : []),
  ]
}

/** Imports, addresses, long texts and patterns stay on one line. */
function cannotWrap(line: string): boolean {
  return /^\s*(import|export)\s.*\sfrom\s|https?:\/\/|'[^']{40,}'|`[^`]{40,}|"[^"]{40,}"|>[^<>{}]{40,}|\/[^/\s]{40,}\//.test(
    line,
  )
}

/** What may stand in a concept's files: rules are pure, contracts know no rules, routes hold no SQL. */
import ts from 'typescript'
import { type Breach, breachAt, eachNode, importsOf, type SourceFile } from './tree.ts'

/** Names that make two runs of a rule differ, or that reach outside. */
const impureNames = new Set([
  ...['crypto', 'fetch', 'process', 'console', 'performance', 'globalThis', 'window', 'document', 'navigator', 'Intl'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'Promise', 'Temporal'],
])
const impureMembers = new Set(['Date.now', 'Math.random'])
/** They answer differently on another machine: its language or its time zone decides. */
const localMembers =
  /^(toLocale\w*|localeCompare|getTimezoneOffset|[gs]et(Date|Day|FullYear|Hours|Minutes|Month|Seconds|Milliseconds))$/

/** Endpoints of shoppers, of operators, and of the server alone. */
const contractFile = /^packages\/core\/src\/.*\/(contract|operators|system)\.ts$/
const shopContract = /^packages\/core\/src\/.*\/contract(\/[^/]+)?\.ts$/

/** A rule is a synchronous function of its arguments. */
export function checkRules(file: SourceFile): readonly Breach[] {
  if (file.isTest || !/\/src\/.*\/(rules|rules\/[^/]+)\.ts$/.test(file.name)) return []
  const breaches: Breach[] = []
  eachNode(file, (node) => {
    const found = impurity(node)
    if (found !== undefined) breaches.push(breachAt(file, node, `a rule may not use ${found}`))
  })
  return [...breaches, ...ruleImports(file)]
}

function ruleImports(file: SourceFile): readonly Breach[] {
  return importsOf(file).flatMap(({ node, target, resolved, isType }) => {
    if (isType) return []
    if (resolved === undefined) return [breachAt(file, node, `a rule may import only types from ${target}`)]
    const isContract = contractFile.test(resolved)
    return isContract ? [breachAt(file, node, 'a rule may import only types from a contract')] : []
  })
}

function impurity(node: ts.Node): string | undefined {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return 'await'
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async'
  if (ts.isNewExpression(node) && isName(node.expression, 'Date') && !node.arguments?.length) return 'new Date()'
  if (ts.isCallExpression(node) && isName(node.expression, 'Date')) return 'Date()'
  if (ts.isPropertyAccessExpression(node)) return impureMember(node)
  if (ts.isIdentifier(node) && impureNames.has(node.text) && isReference(node)) return node.text
  return ts.isVariableStatement(node) && isSharedVariable(node) ? 'a variable that outlives the call' : undefined
}

function impureMember(node: ts.PropertyAccessExpression): string | undefined {
  const whole = node.getText()
  if (impureMembers.has(whole)) return whole
  return localMembers.test(node.name.text) ? node.name.text : undefined
}

function isSharedVariable(node: ts.VariableStatement): boolean {
  return ts.isSourceFile(node.parent) && (node.declarationList.flags & ts.NodeFlags.Const) === 0
}

function isName(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name
}

/** The name stands for a value, not for a member, a key or a type. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.name !== node
  return !(ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent))
}

/** A contract says what may be asked and answered, not how it is decided. */
export function checkContract(file: SourceFile): readonly Breach[] {
  const imports = importsOf(file)
  const deciding = imports.filter(({ target }) => /(^|\/)rules(\/[^/]+)?\.ts$/.test(target))
  // A shop's pages carry what shoppers call, with all that it imports.
  const carried = imports.filter(({ target, isType }) => !isType && /\/operator(s|-schema|s\/[^/]+)\.ts$/.test(target))
  return [
    ...(contractFile.test(file.name) ? deciding : []).map(({ node }) =>
      breachAt(file, node, 'a contract may not import rules'),
    ),
    ...(shopContract.test(file.name) ? carried : []).map(({ node }) =>
      breachAt(file, node, 'what shoppers call may not import what operators call'),
    ),
  ]
}

const sqlText = /^\s*(select\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s)/i
const queryBuilders = /^(selectFrom|insertInto|updateTable|deleteFrom|replaceInto|mergeInto)$/

/** Routes connect a contract with a rule and a store; queries live in the store. */
export function checkRoutes(file: SourceFile): readonly Breach[] {
  if (!/^packages\/server\/src\/.*\/(routes|routes\/[^/]+)\.ts$/.test(file.name) || file.isTest) return []
  const breaches: Breach[] = []
  eachNode(file, (node) => {
    if (isSql(node)) breaches.push(breachAt(file, node, 'no SQL in routes: it lives in the store'))
  })
  return breaches
}

function isSql(node: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(node)) return /^sql\b/.test(node.tag.getText())
  if (ts.isStringLiteralLike(node)) return sqlText.test(node.text)
  if (ts.isTemplateExpression(node)) return sqlText.test(node.head.text)
  return ts.isPropertyAccessExpression(node) && queryBuilders.test(node.name.text)
}

/** What may not stand in any file of the tree: leftover markers, paths of one machine, hosts of package registries. */
import fs from 'node:fs'
import path from 'node:path'
import { type Breach, treeFiles } from './tree.ts'

/** Above this a file is data, not text somebody wrote. */
const maxBytes = 1_000_000

/** The patterns are spelled in pieces, so that this file does not find itself. */
const patterns: ReadonlyArray<{ readonly pattern: RegExp; readonly rule: string }> = [
  { pattern: new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X'.repeat(3)].join('|')})\\b`), rule: 'leftover marker' },
  {
    pattern: new RegExp(`(^|[^\\w./-])/(${['work', 'farm', ['tmp', 'siyu'].join('/')].join('|')})(/|$)`),
    rule: 'path of one machine',
  },
  {
    pattern: new RegExp(
      [
        'registry\\.(npmjs|npmmirror|yarnpkg|npm\\.taobao)',
        'npm\\.pkg\\.github',
        'files\\.pythonhosted',
        'static\\.crates',
      ]
        .map((host) => `\\b${host}\\.(org|com|io)\\b`)
        .join('|'),
    ),
    rule: 'host of a package registry',
  },
]

/** Searches every text file of the tree, the lockfile excepted. */
export function checkText(root: string): readonly Breach[] {
  return treeFiles(root)
    .filter((name) => path.posix.basename(name) !== 'pnpm-lock.yaml')
    .flatMap((name) => fileBreaches(root, name))
}

function fileBreaches(root: string, name: string): readonly Breach[] {
  const file = path.join(root, name)
  const { size } = fs.statSync(file)
  const text = size > maxBytes ? '' : fs.readFileSync(file, 'utf8')
  if (text.includes('\0')) return []
  return text
    .split('\n')
    .flatMap((line, index) =>
      patterns.filter(({ pattern }) => pattern.test(line)).map(({ rule }) => ({ at: `${name}:${index + 1}`, rule })),
    )
}

/** Every concept's room has the same files, and no room is empty. */
import fs from 'node:fs'
import path from 'node:path'
import { aboveConcepts, conceptOrder } from './layers.ts'
import type { Breach, SourceFile } from './tree.ts'

const required: Readonly<Record<string, readonly string[]>> = {
  core: ['schema.ts', 'contract.ts', 'rules.ts', 'rules.test.ts', 'index.ts'],
  server: ['tables.ts', 'store.ts', 'routes.ts', 'index.ts'],
}

/** Rooms that rightly lack a file: nothing to decide, nothing to ask, or nothing to store. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'core/money': ['contract.ts'],
  'core/brands': ['rules.ts', 'rules.test.ts'],
  // Nothing of theirs is called by a shop's pages: their endpoints stand in `operators.ts`.
  'core/ledger': ['contract.ts'],
  'core/inventory': ['contract.ts'],
  'core/shipping': ['contract.ts'],
  'core/taxes': ['contract.ts'],
  'core/webhooks': ['contract.ts'],
  'core/insights': ['contract.ts'],
  // It reads the warehouse's tables.
  'server/insights': ['tables.ts', 'store.ts'],
  'server/money': ['tables.ts', 'store.ts', 'routes.ts', 'index.ts'],
  'server/pricing': ['tables.ts'],
  // Their settings are rows of the brand's.
  'server/shipping': ['tables.ts'],
  'server/taxes': ['tables.ts'],
}

/** Checks the folders of core and server. */
export function checkRooms(root: string, files: readonly SourceFile[]): readonly Breach[] {
  const names = new Set(files.map(({ name }) => name))
  return Object.entries(required).flatMap(([owner, wanted]) =>
    foldersIn(path.join(root, 'packages', owner, 'src')).flatMap((room) => {
      const at = `packages/${owner}/src/${room}`
      if (!conceptOrder.includes(room)) return strangeRoom(owner, room, at)
      return wanted
        .filter((file) => !exceptions[`${owner}/${room}`]?.includes(file) && !isPresent(names, at, file))
        .map((file) => ({ at, rule: `missing ${file}` }))
    }),
  )
}

function strangeRoom(owner: string, room: string, at: string): readonly Breach[] {
  const isKnown = owner !== 'core' || room === 'kernel' || aboveConcepts.includes(room)
  return isKnown ? [] : [{ at, rule: `${room} is no concept of the house` }]
}

/** A big `rules.ts` may be a folder `rules/`, with its tests inside. */
function isPresent(names: ReadonlySet<string>, at: string, file: string): boolean {
  if (names.has(`${at}/${file}`)) return true
  const split = [...names].filter((name) => name.startsWith(`${at}/rules/`))
  if (file === 'rules.ts') return split.some((name) => !name.endsWith('.test.ts'))
  return file === 'rules.test.ts' && split.some((name) => name.endsWith('.test.ts'))
}

/** A folder under a package's sources holds a source file somewhere below, and not only tests. */
export function checkEmptyFolders(root: string, files: readonly SourceFile[]): readonly Breach[] {
  const names = files.map(({ name }) => name).filter((name) => !/\.test(-d)?\.tsx?$/.test(name))
  return foldersIn(path.join(root, 'packages'))
    .flatMap((owner) => subfolders(root, `packages/${owner}/src`))
    .filter((folder) => !names.some((name) => name.startsWith(`${folder}/`)) && !holdsData(root, folder))
    .map((at) => ({ at, rule: 'folder without a source file' }))
}

function holdsData(root: string, folder: string): boolean {
  return fs.readdirSync(path.join(root, folder)).some((name) => /\.(json|csv|sql|gz|md|txt|css)$/.test(name))
}

function subfolders(root: string, folder: string): readonly string[] {
  const direct = foldersIn(path.join(root, folder)).map((name) => `${folder}/${name}`)
  return direct.flatMap((name) => [name, ...subfolders(root, name)])
}

function foldersIn(folder: string): readonly string[] {
  if (!fs.existsSync(folder)) return []
  const entries = fs.readdirSync(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules').map(({ name }) => name)
}

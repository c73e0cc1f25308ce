/** Checks of the code itself: layers, purity, sizes, habits, rooms. Prints every breach, then fails. */
import path from 'node:path'
import { checkHabits, namedFunctionLines } from './tidy/habits.ts'
import { checkCycles, checkImports } from './tidy/layers.ts'
import { checkContract, checkRoutes, checkRules } from './tidy/purity.ts'
import { checkEmptyFolders, checkRooms } from './tidy/rooms.ts'
import { checkText } from './tidy/text.ts'
import { type Breach, readSources } from './tidy/tree.ts'

export type Tidiness = {
  readonly breaches: readonly Breach[]
  readonly fileCount: number
  readonly functionCount: number
  /** Median length of the named functions outside of tests. */
  readonly medianLines: number
}

const fileChecks = [checkImports, checkRules, checkContract, checkRoutes, checkHabits]

/** Looks at the whole tree below `root`. */
export function tidy(root: string): Tidiness {
  const files = readSources(root)
  const lengths = files.filter(({ isTest }) => !isTest).flatMap(namedFunctionLines)
  return {
    breaches: [
      ...files.flatMap((file) => fileChecks.flatMap((check) => check(file))),
      ...checkCycles(files),
      ...checkRooms(root, files),
      ...checkEmptyFolders(root, files),
      ...checkText(root),
    ],
    fileCount: files.length,
    functionCount: lengths.length,
    medianLines: median(lengths),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

if (import.meta.main) {
  const { breaches, fileCount, functionCount, medianLines } = tidy(path.resolve(import.meta.dirname, '..'))
  for (const { at, rule } of breaches) console.log(`${at}: ${rule}`)
  const size = `${fileCount} files, ${functionCount} functions, median ${medianLines} lines`
  console.log(`tidy: ${breaches.length} breaches (${size})`)
  process.exitCode = breaches.length === 0 ? 0 : 1
}

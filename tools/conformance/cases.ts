import fs from 'node:fs'
import path from 'node:path'
import type { Case, CaseFile } from './types.ts'

/** Beside the checkout, where a collection of cases may lie. */
export const casesFolder: string = path.resolve(import.meta.dirname, '../../../shared/cases')

/** The file a name stands for when none is given. */
export function defaultFile(suite: string): string {
  return path.join(casesFolder, `${suite}.json`)
}

/**
 * Reads a file of cases.
 * @throws Error that says what is wrong with it
 */
export function readCases(file: string): readonly Case[] {
  if (!fs.existsSync(file)) throw new Error(`there is no file ${file}`)
  const { cases } = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<CaseFile>
  if (!Array.isArray(cases)) throw new Error(`${file} holds no list of cases`)
  for (const [index, each] of cases.entries()) {
    const isCase = typeof each?.id === 'string' && each.source?.suite && each.fit && each.input && each.expect
    if (!isCase) throw new Error(`${file}: case ${index} lacks id, source.suite, fit, input or expect`)
  }
  return cases
}

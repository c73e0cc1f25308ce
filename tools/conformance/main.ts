/** Judges Siyu by the published test cases of others: `npm run conformance -- <suite> [file.json]`. */
import fs from 'node:fs'
import path from 'node:path'
import { defaultFile, readCases } from './cases.ts'
import { judge, reportText, tooOftenSkipped } from './report.ts'
import { suites } from './suites.ts'

const [name = '', given] = process.argv.slice(2)
process.exitCode = await main(name, given)

/** 0 when nothing failed and little was skipped, 1 otherwise, 2 when nothing could be judged. */
async function main(name: string, given: string | undefined): Promise<number> {
  const entry = suites[name]
  if (entry === undefined) {
    console.error(`usage: npm run conformance -- ${Object.keys(suites).join(' | ')} [file.json]`)
    return 2
  }
  const file = given === undefined ? defaultFile(name) : fileAt(given)
  if (given === undefined && !fs.existsSync(file)) {
    console.error(`No file was named and there is none at ${file}, so there is nothing to judge ${name} by.`)
    return 2
  }
  const report = judge(await entry.load(), readCases(file))
  console.log(reportText(report, entry.isStrict))
  return report.failures.length > 0 || (entry.isStrict && tooOftenSkipped(report).length > 0) ? 1 : 0
}

/** A path as the caller meant it: npm runs scripts in the workspace's folder and says where it was called. */
function fileAt(given: string): string {
  const called = path.resolve(process.env['INIT_CWD'] ?? '.', given)
  return fs.existsSync(called) ? called : path.resolve(given)
}

import { expect, it } from 'vitest'
import { startSiyu } from '../kernel/testing/process.ts'

it.each([
  ['an option there is not', ['dev', '--prot', '7100'], "Unknown option '--prot'"],
  ['a port that is none', ['dev', '--port', 'x'], '--port must be a number from 0 to 65535, not "x"'],
  ['a file that is missing', ['import', 'points'], 'import points needs the file: siyu import points FILE'],
  ['a command there is not', ['serve'], 'unknown command "serve"; siyu --help lists them'],
])('%s is told in one line, without a trace of the code', async (_name, args, words) => {
  const { ended, output } = startSiyu(args)
  expect(await ended).toBe(1)
  expect(output()).toContain(`siyu: ${words}`)
  expect(output().trim().split('\n')).toHaveLength(1)
})

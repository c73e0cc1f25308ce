/** The workspace's commands, called by setup.mjs once the dependencies are there. */
import { buildExample, buildPackages, examples } from './build.ts'
import { setUpClickhouse } from './clickhouse.ts'
import { runNode, sourceCondition } from './process.ts'
import { testAll } from './suite.ts'

/** Real sales the demo shop starts with; see SOURCE.md beside it. */
const sample = 'examples/data/online-retail/sample.csv'

type Command = (args: readonly string[]) => Promise<number>

const commands: Readonly<Record<string, Command>> = {
  start,
  test: (args) => testAll(args, {}),
  'test:long': (args) => testAll(args, { SIYU_LONG: '1' }),
  bench: async (args) => (await runNode([sourceCondition, 'bench/main.ts', ...args])).code,
  conformance: async (args) => (await runNode([sourceCondition, 'tools/conformance/main.ts', ...args])).code,
  'setup:clickhouse': setUpClickhouse,
  build: async () => {
    await buildPackages()
    return buildExamples()
  },
}

/** Builds the examples where they are stale, then serves them with a seeded shop. */
async function start(args: readonly string[]): Promise<number> {
  const code = await buildExamples()
  if (code !== 0) return code
  const served = examples.flatMap((name) => [`--${name}`, `examples/${name}/dist`])
  const shop = ['packages/server/src/cli/main.ts', 'dev', '--sample', sample, ...served]
  return (await runNode([sourceCondition, ...shop, ...args])).code
}

async function buildExamples(): Promise<number> {
  for (const name of examples) {
    const code = await buildExample(name)
    if (code !== 0) return code
  }
  return 0
}

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (command === undefined) console.error(`usage: node tools/setup.mjs ${Object.keys(commands).join(' | ')}`)
process.exitCode = command === undefined ? 2 : await command(args)

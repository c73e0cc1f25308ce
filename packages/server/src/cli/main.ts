#!/usr/bin/env node
import { parseArgs } from 'node:util'

const HELP = `siyu dev [--port 7100] [--host 127.0.0.1] [--data-dir .siyu] [--storefront DIR] [--console DIR] [--sample FILE]
    Runs a demo shop on an embedded database. PORT and SIYU_DATA_DIR are read too; DATABASE_URL names a PostgreSQL.
    The embedded database survives a killed process, not a power cut.
siyu import online-retail FILE [--url URL --secret-key sk_… --write-key pk_…] [--rate 1] [--shift-days 0]
    [--data-dir .siyu]
    Brings in the sales of the Online Retail file (CSV, plain or .gz), through the running server if there is one.
    Run again, nothing is doubled. Bad rows are named by line; the exit code is then 1.
siyu import points FILE [--url URL --secret-key sk_…] [--data-dir .siyu]
    Brings in opening balances of points (CSV: reference, memberId, count, activeAt, expiresAt), in the same way.
siyu audit [--url URL --secret-key sk_…] [--data-dir .siyu]
    Derives every balance of the ledger again and names every difference; the exit code is then 1.`

// A command that failed may have left a database or a server open: the process ends all the same.
process.exit(await run().catch(failed))

/** @throws Error for an option that is none */
function readArguments() {
  return parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'data-dir': { type: 'string' },
      storefront: { type: 'string' },
      console: { type: 'string' },
      sample: { type: 'string' },
      url: { type: 'string' },
      'secret-key': { type: 'string' },
      'write-key': { type: 'string' },
      rate: { type: 'string' },
      'shift-days': { type: 'string' },
      help: { type: 'boolean' },
    },
  })
}

function failed(error: unknown): number {
  console.error(error instanceof Error ? `siyu: ${error.message}` : error)
  return 1
}

async function run(): Promise<number> {
  const { positionals, values } = readArguments()
  const [command, what, path] = positionals
  if (values.help === true || command === undefined) {
    console.log(HELP)
    return 0
  }
  // Loaded when it is asked for: the help and a mistyped option are answered at once.
  if (command === 'dev') {
    const port = numberOf('port', values.port ?? process.env.PORT ?? '7100', 65_535)
    const { dev } = await import('./dev.ts')
    await dev({
      port,
      host: values.host ?? '127.0.0.1',
      dataDir: values['data-dir'],
      storefront: values.storefront,
      console: values.console,
      sample: values.sample,
    })
    return 0
  }
  const target = {
    ...{ dataDir: values['data-dir'], url: values.url },
    ...{ secretKey: values['secret-key'], writeKey: values['write-key'] },
  }
  if (command === 'audit') return (await import('./audit.ts')).auditShop(target)
  if (command === 'import' && what === 'online-retail' && path !== undefined) {
    const { importOnlineRetail } = await import('./import.ts')
    return importOnlineRetail({
      ...target,
      path,
      rate: numberOf('rate', values.rate ?? '1', 1_000),
      shiftDays: numberOf('shift-days', values['shift-days'] ?? '0', 36_500),
    })
  }
  if (command === 'import' && what === 'points' && path !== undefined) {
    const { url, 'secret-key': secretKey, 'data-dir': dataDir } = values
    const { importPointsFile } = await import('./import.ts')
    return importPointsFile({ path, dataDir, url, secretKey })
  }
  if (command === 'import' && (what === 'online-retail' || what === 'points')) {
    throw new Error(`import ${what} needs the file: siyu import ${what} FILE`)
  }
  throw new Error(`unknown command "${positionals.join(' ')}"; siyu --help lists them`)
}

function numberOf(name: string, text: string, max: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || value > max) {
    throw new Error(`--${name} must be a number from 0 to ${max}, not "${text}"`)
  }
  return value
}

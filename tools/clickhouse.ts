/** ClickHouse's engine for tests, half a gigabyte: beside the dependencies, for whoever asks for it. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { root } from './process.ts'

const chdb = 'chdb@3.4.0'
const folder = path.join(root, 'node_modules', '.siyu-clickhouse')

/** Installs chDB where the tests of the warehouse look for it. */
export async function setUpClickhouse(): Promise<number> {
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'siyu-clickhouse', private: true }))
  const windows = process.platform === 'win32'
  const args = ['install', '--no-audit', '--no-fund', chdb]
  const child = spawn(windows ? 'npm.cmd' : 'npm', args, { cwd: folder, stdio: 'inherit', shell: windows })
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}

/** Finding a Chromium for the browser tests, and installing one where that is possible. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { run } from './process.ts'

const commandNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Path of the browser: $CHROMIUM_PATH, Debian's, or the first on the PATH. */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH
  const fixed = [...(chosen ? [chosen] : []), '/usr/bin/chromium'].find((file) => fs.existsSync(file))
  return fixed ?? commandNames.map(commandPath).find((file) => file !== undefined)
}

/** The environment for browser tests: a path to a browser, or the reason why there is none. */
export async function chromiumEnvironment(): Promise<Record<string, string>> {
  const found = findChromium() ?? (await installChromium())
  return found === undefined ? { SIYU_NO_CHROMIUM: whyNone() } : { CHROMIUM_PATH: found }
}

async function installChromium(): Promise<string | undefined> {
  if (!canInstall()) return undefined
  console.log('Installing Chromium for the browser tests …')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const { code } = await run('apt-get', ['update', '-qq'], { env })
  if (code === 0) await run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], { env })
  return findChromium()
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && commandPath('apt-get') !== undefined
}

function whyNone(): string {
  return canInstall() ? 'apt-get could not install chromium' : 'no Chromium here: install one or set CHROMIUM_PATH'
}

function commandPath(command: string): string | undefined {
  const { stdout, status } = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

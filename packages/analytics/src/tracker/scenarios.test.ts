import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge, openStage, type Stage, scenarios } from './scenarios.fixture.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const absence = process.env['SIYU_NO_CHROMIUM'] ?? (existsSync(executablePath) ? undefined : `no ${executablePath}`)
if (absence) console.warn(`misfortunes of a browser skipped: ${absence}`)

describe.skipIf(absence)('in Chromium, within its bound', () => {
  let browser: Browser
  let stage: Stage

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    stage = await openStage(browser)
  })
  afterAll(async () => {
    await stage?.close()
    await browser?.close()
  })

  it.each(scenarios)('$name: $bound', async (scenario) => {
    const isLong = process.env['SIYU_LONG'] === '1'
    expect(await judge(stage, scenario, { isLong, patienceMs: 30_000 })).toEqual([])
  })
})

/** Ten misfortunes of a real browser in their full form, each beside what may be lost in it at most. */
import { chromium } from 'playwright-core'
import { judge, openStage, scenarios } from '../../packages/analytics/src/tracker/scenarios.fixture.ts'
import { findChromium } from '../../tools/chromium.ts'
import { progress, table } from '../table.ts'

const patienceMs = 90_000

export async function benchScenarios(): Promise<void> {
  const executablePath = findChromium()
  if (executablePath === undefined) return console.log('tracker scenarios: skipped: no Chromium')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const stage = await openStage(browser)
  const rows: string[][] = [['scenario', 'bound', 'seen']]
  for (const scenario of scenarios) {
    progress(`tracker: ${scenario.name}`)
    const faults = await judge(stage, scenario, { isLong: true, patienceMs })
    rows.push([scenario.name, scenario.bound, faults.join(', ') || 'kept'])
  }
  await stage.close()
  await browser.close()
  console.log(`${table(rows)}\n`)
}

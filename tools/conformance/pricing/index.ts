import type { Case, Suite, Verdict } from '../types.ts'
import { medusa } from './medusa.ts'
import { ruoyi } from './ruoyi.ts'
import { saleor } from './saleor.ts'
import { solidus } from './solidus.ts'
import { sylius } from './sylius.ts'
import { vendure } from './vendure.ts'

const suites: ReadonlyMap<string, Suite> = new Map(Object.entries({ medusa, ruoyi, saleor, solidus, sylius, vendure }))

/** Judges a pricing case by quoting it; every suite knows its own kinds of case. */
export const pricingSuite: Suite = (testCase: Case): Verdict => {
  const suite = suites.get(testCase.source.suite)
  if (suite) return suite(testCase)
  return { kind: 'skipped', reason: `no mapping of the pricing of ${testCase.source.suite}` }
}

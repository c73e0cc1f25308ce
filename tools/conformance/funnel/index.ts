import type { Suite } from '../types.ts'
import { skipped } from '../verdict.ts'
import { counts, funnelGap, levels } from './funnels.ts'
import { flags, retentionGap, rows } from './retention.ts'

type Kind = { readonly judge: Suite; readonly gapOf: (input: Readonly<Record<string, unknown>>) => string | undefined }

const kinds: Readonly<Record<string, Kind>> = {
  levels: { judge: levels, gapOf: funnelGap },
  funnel: { judge: counts, gapOf: funnelGap },
  retention: { judge: rows, gapOf: retentionGap },
  retentionFlags: { judge: flags, gapOf: () => undefined },
}

const missing: Readonly<Record<string, string>> = {
  timeToConvert: 'times to convert in bins: here there are their average and median',
  windowDefault: 'a default window: every funnel names its own here',
}

/** Funnels and retention against `@siyu/analytics/analysis`. */
export const funnelSuite: Suite = (testCase) => {
  const name = String(testCase.input['kind'])
  const kind = kinds[name]
  if (!kind) return skipped(missing[name] ?? `no such analysis here: ${name}`)
  if (testCase.fit === 'divergent') return skipped('a peculiarity of its source that nobody else shares')
  const reason = kind.gapOf(testCase.input)
  return reason === undefined ? kind.judge(testCase) : skipped(reason)
}

import type { Suite } from './types.ts'

type Entry = {
  /** Loaded when asked for, so that one area can be checked while another does not build. */
  readonly load: () => Promise<Suite>
  /** Whether skipping too many `direct` cases fails the run; elsewhere it is a warning. */
  readonly isStrict: boolean
}

/** The areas that cases exist for. */
export const suites: Readonly<Record<string, Entry>> = {
  money: { load: async () => (await import('./money.ts')).moneySuite, isStrict: true },
  pricing: { load: async () => (await import('./pricing/index.ts')).pricingSuite, isStrict: true },
  points: { load: async () => (await import('./points.ts')).pointsSuite, isStrict: false },
  commission: { load: async () => (await import('./commission.ts')).commissionSuite, isStrict: false },
  funnel: { load: async () => (await import('./funnel/index.ts')).funnelSuite, isStrict: true },
}

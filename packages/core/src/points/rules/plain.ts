import type { EarnProgram } from '../earning.ts'

/** The id of the one rule of a plain program. */
export const BASE_RULE = 'base'

/** The plainest program: so many points for every so much paid, rounded down once, active on completion. */
export function plainEarning(count: number, perMinor: number): EarnProgram {
  const name = { zh: '消费得积分', en: 'Points for what you pay' }
  return {
    rules: [{ id: BASE_RULE, name, active: true, effect: { kind: 'per_amount', count, perMinor } }],
    ...{ rounding: 'floor', roundPer: 'order', combine: 'product', maxPerOrderCount: null, caps: [] },
    activation: { after: 'completion', delayDays: 0 },
  }
}

export type { BaseRun, RunShare } from './rules.ts'
export { allocate, allocateRuns, floorRate, floorRatio, roundRate, roundRatio } from './rules.ts'
export { Currency, Money } from './schema.ts'

export type { BaseRun, RunShare } from './rules/allocate.ts'
export {
  allocate,
  allocateByWeights,
  allocateRounded,
  allocateRuns,
  allocateRunsByWeights,
  allocateWithin,
  MAX_PARTS,
  split,
  sumOf,
} from './rules/allocate.ts'
export { MAX_DECIMAL_LENGTH, MAX_EXPONENT, minorFromDecimal, multiplyDecimal, rescale } from './rules/decimal.ts'
export type { RoundingMode } from './rules/round.ts'
export {
  divideRound,
  divideRoundBig,
  floorRate,
  floorRatio,
  roundRate,
  roundRatio,
  roundToStep,
} from './rules/round.ts'
export { Currency, Money } from './schema.ts'

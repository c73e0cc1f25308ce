export type { DeadReason } from './accept.ts'
export { type Collector, type CollectorLimits, type CollectorOptions, createCollector } from './collector.ts'

export type { InsightsContract } from './contract.ts'
export { FunnelInput, getFunnel, insightsContract } from './contract.ts'
export { Funnel } from './schema.ts'

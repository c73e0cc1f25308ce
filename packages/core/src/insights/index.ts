export type { InsightsContract } from './contract.ts'
export {
  DeliveryInput,
  FunnelInput,
  getDelivery,
  getFunnel,
  getRetention,
  insightsContract,
  ListEventsInput,
  listEvents,
  listViolations,
  RetentionInput,
} from './contract.ts'
export { EXPORT_DAYS_MAX, ExportEventsInput, exportEvents } from './export.ts'
export { type PeriodFacts, periodBounds } from './rules.ts'
export {
  Delivery,
  EventCondition,
  EventFilter,
  Funnel,
  FunnelExclusion,
  Retention,
  TrackedEvent,
  Violation,
} from './schema.ts'

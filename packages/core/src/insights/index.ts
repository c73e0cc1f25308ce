export { EXPORT_DAYS_MAX, ExportEventsInput, exportEvents } from './export.ts'
export type { InsightsAdminContract } from './operators.ts'
export {
  DeliveryInput,
  FunnelInput,
  getDelivery,
  getFunnel,
  getRetention,
  insightsAdminContract,
  ListEventsInput,
  listEvents,
  listViolations,
  RetentionInput,
} from './operators.ts'
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

export { preferredSteps } from './attempts.ts'
export {
  type AnalysisEvent,
  END_OF_TIME,
  type EventCondition,
  type EventFilter,
  matches,
  SILENT_EVENTS,
} from './events.ts'
export {
  type FunnelCount,
  type FunnelResult,
  type FunnelStepResult,
  funnel,
  funnelResult,
  reachedStep,
} from './funnel.ts'
export {
  checkFunnel,
  FUNNEL_EXCLUSIONS_MAX,
  FUNNEL_STEPS_MAX,
  type FunnelExclusion,
  type FunnelQuery,
} from './funnel-query.ts'
export { linkIdentities } from './people.ts'
export {
  checkRetention,
  RETENTION_BOUNDS_MAX,
  type RetentionCount,
  type RetentionQuery,
  type RetentionResult,
  type RetentionRow,
  retention,
  retentionResult,
} from './retention.ts'

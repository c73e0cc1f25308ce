export { DAYS_AHEAD_COUNT, MADE_DAYS_MAX } from './days.ts'
export { duplicatesMigration } from './delivery-sql.ts'
export { type ExportPage, type ExportPlace, exportText } from './export.ts'
export { analyticsMigration } from './migration.ts'
export { analytics0101, analytics0102, analytics0103, analytics0104 } from './partitions-migration.ts'
export { type PostgresStoreOptions, postgresEventStore } from './postgres.ts'
export {
  type DeliveryQueue,
  type Link,
  postgresQueue,
  type QueueHealth,
  type TargetKey,
  type Turn,
} from './queue.ts'
export { toStoredEvent } from './rows.ts'
export type { Sql, SqlScalar, Statement } from './sql.ts'
export {
  type DeadLetter,
  type DeadListQuery,
  type DeliveryHour,
  type EventStore,
  type ExportQuery,
  type InsertResult,
  type KeepOptions,
  type Kept,
  type ListQuery,
  type Parcel,
  type QueuedEvent,
  type StoredEvent,
  StoreRefusedError,
} from './store.ts'

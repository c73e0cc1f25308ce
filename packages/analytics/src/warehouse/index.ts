export { duplicatesMigration } from './delivery-sql.ts'
export { analyticsMigration } from './migration.ts'
export { postgresEventStore } from './postgres.ts'
export type { Sql, SqlScalar, Statement } from './sql.ts'
export type {
  DeadLetter,
  DeadListQuery,
  DeliveryHour,
  EventStore,
  InsertResult,
  ListQuery,
  StoredEvent,
} from './store.ts'

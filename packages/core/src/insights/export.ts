import * as z from 'zod/mini'
import { dayMs, type Endpoint, Moment, type Schema } from '../kernel/index.ts'

/** The longest period of one export: three months. */
export const EXPORT_DAYS_MAX = 92

export type ExportEventsInput = {
  /** Events that happened from this moment on, and before the other. */
  readonly fromAt: number
  readonly untilAt: number
  /** Lines of JSON, comma-separated values with a head, or a Parquet file where ClickHouse writes it. */
  readonly format: 'ndjson' | 'csv' | 'parquet'
}
export const ExportEventsInput: Schema<ExportEventsInput> = z
  .object({ fromAt: Moment, untilAt: Moment, format: z.enum(['ndjson', 'csv', 'parquet']) })
  .check(
    z.refine(({ fromAt, untilAt }) => fromAt < untilAt && untilAt - fromAt <= EXPORT_DAYS_MAX * dayMs, {
      path: ['untilAt'],
      error: `must be after fromAt, at most ${EXPORT_DAYS_MAX} days`,
    }),
  )

/**
 * Stored events as a file, in the order they happened. It is fetched by its address, not through the client, whose
 * answers are JSON.
 */
export const exportEvents: Endpoint<ExportEventsInput, null, 'route_missing'> = {
  name: 'insights.export',
  method: 'GET',
  path: '/v1/analytics/export',
  access: 'operator',
  input: ExportEventsInput,
  output: z.null(),
  // The store of this server writes no such file.
  refusals: { route_missing: 404 },
}

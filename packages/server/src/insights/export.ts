import type { EventStore } from '@siyu/analytics/warehouse'
import { type ExportEventsInput, exportEvents } from '@siyu/core/insights'
import type { Endpoint } from '@siyu/core/kernel'
import type { Outcome, Route } from '../kernel/command.ts'

/** Exports of one brand that may run at once. */
const EXPORTS_MAX = 2

const TYPES: Readonly<Record<ExportEventsInput['format'], string>> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
}

/** Events of a period as a file. It is read from the store as fast as the caller takes it, and no faster. */
export function exportRoute(store: EventStore): Route {
  const running = new Map<string, number>()
  return {
    endpoint: exportEvents as unknown as Endpoint,
    run: async (_engine, { brandId }, input): Promise<Outcome> => {
      const { format, fromAt, untilAt } = input as ExportEventsInput
      const chunks = chunksOf(store, { brandId, fromAt, untilAt }, format)
      if (chunks === undefined) return { kind: 'refused', refusal: { code: 'route_missing' }, replayed: false }
      const count = running.get(brandId) ?? 0
      if (count >= EXPORTS_MAX) return { kind: 'busy' }
      running.set(brandId, count + 1)
      const ended = (): void => {
        const left = (running.get(brandId) ?? 1) - 1
        if (left > 0) running.set(brandId, left)
        else running.delete(brandId)
      }
      const name = `events-${dayOf(fromAt)}-${dayOf(untilAt - 1)}.${format}`
      return { kind: 'file', body: streamOf(chunks, ended), type: TYPES[format], name }
    },
  }
}

type Period = { readonly brandId: string; readonly fromAt: number; readonly untilAt: number }

/** Undefined when the store writes no such file. */
function chunksOf(
  store: EventStore,
  period: Period,
  format: ExportEventsInput['format'],
): AsyncIterable<Uint8Array> | undefined {
  return format === 'parquet' ? store.exportParquet?.(period) : encoded(store.exportText({ ...period, format }))
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const text of texts) yield encoder.encode(text)
}

/** A caller that goes away ends the reading; what fails on the way breaks the file off: it is not taken for whole. */
function streamOf(chunks: AsyncIterable<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await iterator.next()
          if (done !== true) return controller.enqueue(value)
          ended()
          controller.close()
        } catch (error) {
          ended()
          controller.error(error)
        }
      },
      cancel: async () => {
        ended()
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/** `2026-03-01`, in UTC. */
function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10)
}

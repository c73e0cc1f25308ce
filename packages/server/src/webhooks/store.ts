import type { DeliveryStatus, WebhookDelivery, WebhookEvent } from '@siyu/core/webhooks'
import { MAX_ENDPOINTS } from '@siyu/core/webhooks'
import { sql } from 'kysely'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { writerOf } from '../kernel/write.ts'
import { type WebhookTables, webhookSpecs } from './tables.ts'

const db = tablesOf<WebhookTables>()
const writer = writerOf<WebhookTables>(webhookSpecs)

export type EndpointRow = WebhookTables['webhookEndpoints']

/** All endpoints of the brand; guarded. */
export function loadEndpoints(call: Call): Load<readonly EndpointRow[]> {
  const rows = db.selectFrom('webhookEndpoints').selectAll().where('brandId', '=', call.brandId)
  return guarded(webhookSpecs.webhookEndpoints, many(rows.orderBy('id').limit(MAX_ENDPOINTS)))
}

/** One endpoint; guarded. */
export function loadEndpoint(call: Call, endpointId: string): Load<EndpointRow | undefined> {
  const rows = db.selectFrom('webhookEndpoints').selectAll().where('brandId', '=', call.brandId)
  return guarded(webhookSpecs.webhookEndpoints, one(rows.where('id', '=', endpointId)))
}

export const applyWebhooks: Apply<WebhookEvent> = {
  webhook_saved: ({ endpointId: id, url, filters, status, isNew }, { brandId, at }) => {
    const set = { url, filters, status }
    if (!isNew) return [writer.change('webhookEndpoints', { brandId, id }, set)]
    return [writer.insert('webhookEndpoints', { brandId, id, ...set, generation: 1, createdAt: at, rotatedAt: null })]
  },
  webhook_rotated: ({ endpointId: id }, { brandId, at }) => [
    writer.change('webhookEndpoints', { brandId, id }, { rotatedAt: at }, { generation: 1 }),
  ],
  webhook_disabled: ({ endpointId: id }, { brandId }) => [
    writer.change('webhookEndpoints', { brandId, id }, { status: 'disabled' }),
  ],
}

/** Deliveries to an endpoint below a place of the published order, newest first. */
export function loadDeliveries(
  { brandId }: Call,
  endpointId: string,
  status: DeliveryStatus | undefined,
  belowPosition: number | null,
  limit: number,
): Load<readonly WebhookDelivery[]> {
  const isWanted = status === undefined ? sql`true` : sql`d.status = ${status}`
  return many(sql<WebhookDelivery>`select d.* from webhook_deliveries d
    where d.brand_id = ${brandId} and d.endpoint_id = ${endpointId} and ${isWanted}
      and d.position < ${belowPosition ?? Number.MAX_SAFE_INTEGER}
    order by d.position desc limit ${limit}`)
}

import { createHash } from 'node:crypto'
import { type Endpoint, refuse } from '@siyu/core/kernel'
import {
  type ImportedShipments,
  type ImportShipmentsInput,
  importShipments,
  type RefusedRow,
  readShipments,
  type ShipmentToImport,
} from '@siyu/core/orders'
import { sql } from 'kysely'
import type { Call } from '../kernel/call.ts'
import type { CallOptions, Engine, Outcome, Route } from '../kernel/command.ts'
import { type Load, many, read } from '../kernel/read.ts'

/** How many parcels are written down side by side. */
const SIDE_BY_SIDE = 8

/**
 * Takes a file of shipments, a command for each: its key and id are made of what it says, so that the same file again
 * is the same shipments.
 */
export function importRoute(shipRoute: Route): Route {
  return {
    endpoint: importShipments as unknown as Endpoint,
    run: async (engine, call, raw, options) => {
      const { csv } = raw as ImportShipmentsInput
      const file = readShipments(csv)
      if (!file.ok) {
        const { refusal } = refuse('csv_invalid', { errors: file.errors })
        return { kind: 'refused', refusal, replayed: false }
      }
      const known = await knownNumbers(engine, call, file.shipments)
      const fresh = file.shipments.filter((shipment) => !known.has(nameOf(shipment)))
      const refused: RefusedRow[] = [...file.refused]
      for (let from = 0; from < fresh.length; from += SIDE_BY_SIDE) {
        const some = fresh.slice(from, from + SIDE_BY_SIDE)
        const outcomes = await Promise.all(some.map((each) => send(shipRoute, engine, call, each, options)))
        // What was written down stays: the file comes again, and then it is known.
        if (outcomes.some(({ kind }) => kind === 'busy')) return { kind: 'busy' }
        refused.push(...some.flatMap((each, at) => refusedRow(each, outcomes[at])))
      }
      const knownCount = file.shipments.length - fresh.length
      const sentCount = fresh.length - (refused.length - file.refused.length)
      const output: ImportedShipments = {
        ...{ sentCount, knownCount },
        refused: refused.toSorted((one, other) => one.row - other.row),
      }
      return { kind: 'done', output, replayed: false, dryRun: options.dryRun }
    },
  }
}

function nameOf({ orderId, trackingNumber }: { readonly orderId: string; readonly trackingNumber: string }): string {
  return `${orderId} ${trackingNumber}`
}

/** Which of these parcels are written down already, by whoever it was. */
async function knownNumbers(
  engine: Engine,
  call: Call,
  shipments: readonly ShipmentToImport[],
): Promise<ReadonlySet<string>> {
  const loads = { known: loadNumbers(call, shipments) }
  const { known } = (await read(engine.database, loads)).facts
  return new Set(known.map(nameOf))
}

type Number = { readonly orderId: string; readonly trackingNumber: string }

function loadNumbers({ brandId }: Call, shipments: readonly ShipmentToImport[]): Load<readonly Number[]> {
  const [orderIds, numbers] = [shipments.map(({ orderId }) => orderId), shipments.map((each) => each.trackingNumber)]
  return many(sql<Number>`select distinct s.order_id, s.tracking_number
    from unnest(${orderIds}::text[], ${numbers}::text[]) w (order_id, tracking_number)
    join order_shipments s on s.brand_id = ${brandId} and s.tracking_number = w.tracking_number
      and s.order_id = w.order_id`)
}

function send(
  shipRoute: Route,
  engine: Engine,
  call: Call,
  { row: _, ...shipment }: ShipmentToImport,
  options: CallOptions,
): Promise<Outcome> {
  const text = JSON.stringify(shipment)
  const shipmentId = `shp_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
  return shipRoute.run(engine, { ...call, key: `${call.key}:${shipmentId}` }, { shipmentId, ...shipment }, options)
}

function refusedRow({ row, orderId }: ShipmentToImport, outcome: Outcome | undefined): readonly RefusedRow[] {
  if (outcome?.kind === 'done') return []
  const code = outcome?.kind === 'refused' ? outcome.refusal.code : 'idempotency_key_reused'
  return [{ row, orderId, column: null, code }]
}

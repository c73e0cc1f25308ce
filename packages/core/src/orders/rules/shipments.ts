import type { CsvError } from '../../catalog/index.ts'
import { Id, readCsv } from '../../kernel/index.ts'
import { Carrier, type LineQuantity, MAX_ORDER_LINES, TrackingNumber } from '../schema.ts'
import { MAX_SHIPMENT_ROWS, type RefusedRow } from '../shipments.ts'

/** The columns of a file of shipments; the last two may be missing, and are left empty for all that is to be sent. */
export const shipmentColumns = ['order_id', 'carrier', 'tracking_number', 'line_id', 'quantity'] as const
const required = ['order_id', 'carrier', 'tracking_number'] as const

/** One parcel of a file: the rows of one order that name one number. */
export type ShipmentToImport = {
  /** Its first row. */
  readonly row: number
  readonly orderId: string
  readonly carrier: string
  readonly trackingNumber: string
  /** All that is left to be sent without it. */
  readonly lines?: readonly LineQuantity[] | undefined
}

/** What a file says, beside the rows that are not understood; or why it is none. */
export type ReadShipments =
  | { readonly ok: true; readonly shipments: readonly ShipmentToImport[]; readonly refused: readonly RefusedRow[] }
  | { readonly ok: false; readonly errors: readonly CsvError[] }

/**
 * The shipments a CSV text describes. Rows of one order with the same number are one parcel: without `line_id` it holds
 * all that is left, else the units its rows name. Other columns are passed over.
 */
export function readShipments(csv: string): ReadShipments {
  const found = readCsv(csv)
  if (!found.ok) return fileError(found.row, String(found.column), 'unreadable')
  const [head = [], ...rows] = found.rows
  const missing = required.find((name) => !head.includes(name))
  if (missing !== undefined) return fileError(1, missing, 'missing')
  if (rows.length === 0) return fileError(2, 'order_id', 'missing')
  if (rows.length > MAX_SHIPMENT_ROWS) return fileError(MAX_SHIPMENT_ROWS + 2, 'order_id', 'too_many_rows')
  const refused: RefusedRow[] = []
  const parcels = new Map<string, ShipmentToImport>()
  rows.forEach((cells, at) => {
    const row = at + 2
    const read = readRow(Object.fromEntries(head.map((name, index) => [name, (cells[index] ?? '').trim()])))
    const key = `${read.orderId} ${read.trackingNumber}`
    const parcel = parcels.get(key)
    const column = read.column ?? (parcel === undefined ? undefined : differs(parcel, read))
    if (column !== undefined) {
      refused.push({ row, orderId: read.orderId === '' ? null : read.orderId, column, code: 'invalid_input' })
      return
    }
    const { orderId, carrier, trackingNumber, line } = read
    const lines = line === undefined ? {} : { lines: [...(parcel?.lines ?? []), line] }
    parcels.set(key, { row: parcel?.row ?? row, orderId, carrier, trackingNumber, ...lines })
  })
  return { ok: true, shipments: [...parcels.values()], refused }
}

function fileError(row: number, column: string, problem: CsvError['problem']): ReadShipments {
  return { ok: false, errors: [{ row, column, problem }] }
}

type Row = Omit<ShipmentToImport, 'row' | 'lines'> & {
  readonly line: LineQuantity | undefined
  /** The first column that is not understood. */
  readonly column: string | undefined
}

function readRow(cells: Readonly<Record<string, string>>): Row {
  const { order_id: orderId = '', carrier = '', tracking_number: trackingNumber = '' } = cells
  const { line_id: lineId = '', quantity = '' } = cells
  const isPart = lineId !== '' || quantity !== ''
  const count = /^[1-9]\d{0,5}$/.test(quantity) ? Number(quantity) : undefined
  const checks: readonly (readonly [string, boolean])[] = [
    ['order_id', Id.safeParse(orderId).success],
    ['carrier', Carrier.safeParse(carrier).success],
    ['tracking_number', TrackingNumber.safeParse(trackingNumber).success],
    ['line_id', !isPart || Id.safeParse(lineId).success],
    ['quantity', !isPart || count !== undefined],
  ]
  const column = checks.find(([, isGood]) => !isGood)?.[0]
  const line = isPart ? { lineId, quantity: count ?? 0 } : undefined
  return { orderId, carrier, trackingNumber, line, column }
}

/** In what a further row of a parcel cannot belong to it. */
function differs({ carrier, lines }: ShipmentToImport, row: Row): string | undefined {
  if (row.carrier !== carrier) return 'carrier'
  const isAlike = (row.line === undefined) === (lines === undefined)
  const isRepeated = lines === undefined || lines.some(({ lineId }) => lineId === row.line?.lineId)
  return !isAlike || isRepeated || lines.length >= MAX_ORDER_LINES ? 'line_id' : undefined
}

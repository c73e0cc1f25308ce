import * as z from 'zod/mini'
import { Count, type Endpoint, listOf, type Schema } from '../kernel/index.ts'

/** The most rows of a file of shipments. */
export const MAX_SHIPMENT_ROWS = 500
/** The longest such file. */
const MAX_LENGTH = 200_000

export type ImportShipmentsInput = { readonly csv: string }
export const ImportShipmentsInput: Schema<ImportShipmentsInput> = z.object({
  csv: z.string().check(z.minLength(1), z.maxLength(MAX_LENGTH)),
})

/** A row of a file that was not taken, and why; the line of names is row 1. */
export type RefusedRow = {
  readonly row: number
  /** As the row says; null where it says none. */
  readonly orderId: string | null
  /** The column that is not understood; null where all are. */
  readonly column: string | null
  /** `invalid_input`, or a code of `orders.ship`. */
  readonly code: string
}
export const RefusedRow: Schema<RefusedRow> = z.object({
  row: z.int().check(z.gte(1)),
  orderId: z.nullable(z.string()),
  column: z.nullable(z.string()),
  code: z.string(),
})

export type ImportedShipments = {
  /** Shipments that were written down now, and those that had been. */
  readonly sentCount: number
  readonly knownCount: number
  readonly refused: readonly RefusedRow[]
}
export const ImportedShipments: Schema<ImportedShipments> = z.object({
  sentCount: Count,
  knownCount: Count,
  refused: listOf(RefusedRow, MAX_SHIPMENT_ROWS),
})

/**
 * Write down the shipments of a CSV file, one by one: what cannot be sent is told by its row and holds up no other. The
 * same file again changes nothing.
 */
export const importShipments: Endpoint<ImportShipmentsInput, ImportedShipments, 'csv_invalid'> = {
  name: 'orders.importShipments',
  method: 'POST',
  path: '/v1/shipment-imports',
  access: 'operator',
  input: ImportShipmentsInput,
  output: ImportedShipments,
  refusals: { csv_invalid: 409 },
}

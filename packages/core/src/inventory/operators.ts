import * as z from 'zod/mini'
import {
  Empty,
  type Endpoint,
  Id,
  Label,
  listOf,
  MAX_PAGE,
  type Page,
  PageInput,
  pageOf,
  Quantity,
  type Schema,
} from '../kernel/index.ts'
import {
  AdjustKind,
  Location,
  MAX_HOLD_LINES,
  SkuQuantity,
  Stock,
  StockHold,
  StockMovement,
  StockPolicy,
  StockRow,
} from './operator-schema.ts'
import { MAX_HOLD_MS, MAX_LOCATIONS } from './schema.ts'

export type AdjustStockInput = {
  readonly skuId: string
  readonly deltaCount: number
  /** In words, for whoever reads the history. */
  readonly reason: string
  readonly kind?: AdjustKind | undefined
  /** Default: the first location. */
  readonly locationId?: string | undefined
}
export const AdjustStockInput: Schema<AdjustStockInput> = z.object({
  skuId: Id,
  deltaCount: z.int().check(z.gte(-1_000_000), z.lte(1_000_000)),
  reason: Label,
  kind: z.optional(AdjustKind),
  locationId: z.optional(Id),
})

/** Receive goods or correct a count, at one location. */
export const adjustStock: Endpoint<AdjustStockInput, Stock, 'sku_missing' | 'location_missing' | 'stock_insufficient'> =
  {
    name: 'inventory.adjust',
    method: 'POST',
    path: '/v1/stock/:skuId/adjustments',
    access: 'operator',
    input: AdjustStockInput,
    output: Stock,
    refusals: { sku_missing: 404, location_missing: 404, stock_insufficient: 409 },
  }

export type TransferStockInput = {
  readonly skuId: string
  readonly fromLocationId: string
  readonly toLocationId: string
  readonly quantity: number
  readonly reason: string
}
export const TransferStockInput: Schema<TransferStockInput> = z.object({
  skuId: Id,
  fromLocationId: Id,
  toLocationId: Id,
  quantity: Quantity,
  reason: Label,
})

/** Bring free pieces from one location to another. */
export const transferStock: Endpoint<
  TransferStockInput,
  Stock,
  'sku_missing' | 'location_missing' | 'location_same' | 'stock_insufficient'
> = {
  name: 'inventory.transfer',
  method: 'POST',
  path: '/v1/stock/:skuId/transfers',
  access: 'operator',
  input: TransferStockInput,
  output: Stock,
  refusals: { sku_missing: 404, location_missing: 404, location_same: 409, stock_insufficient: 409 },
}

export type GetStockInput = { readonly skuId: string }
export const GetStockInput: Schema<GetStockInput> = z.object({ skuId: Id })

/** The stock of one SKU, by location. */
export const getStock: Endpoint<GetStockInput, StockRow, 'sku_missing'> = {
  name: 'inventory.get',
  method: 'GET',
  path: '/v1/stock/:skuId',
  access: 'operator',
  input: GetStockInput,
  output: StockRow,
  refusals: { sku_missing: 404 },
}

export type ListStockInput = PageInput & {
  /** Only what is at or below its threshold. */
  readonly low?: boolean | undefined
}
export const ListStockInput: Schema<ListStockInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  low: z.optional(z.boolean()),
})

/** The stock of the SKUs that are not hidden, in order of their ids. */
export const listStock: Endpoint<ListStockInput, Page<StockRow>> = {
  name: 'inventory.list',
  method: 'GET',
  path: '/v1/stock',
  access: 'operator',
  input: ListStockInput,
  output: pageOf(StockRow),
  refusals: {},
}

export type ListMovementsInput = PageInput & { readonly skuId: string }
export const ListMovementsInput: Schema<ListMovementsInput> = z.object({
  skuId: Id,
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
})

/** Everything that changed what is on hand of a SKU, newest first. */
export const listMovements: Endpoint<ListMovementsInput, Page<StockMovement>, 'sku_missing'> = {
  name: 'inventory.movements',
  method: 'GET',
  path: '/v1/stock/:skuId/movements',
  access: 'operator',
  input: ListMovementsInput,
  output: pageOf(StockMovement),
  refusals: { sku_missing: 404 },
}

/** Replace how a SKU is kept: backorders, its low-stock threshold, its slots. */
export const saveStockPolicy: Endpoint<StockPolicy, StockPolicy, 'sku_missing' | 'backorder_in_use'> = {
  name: 'inventory.savePolicy',
  method: 'PUT',
  path: '/v1/stock/:skuId/policy',
  access: 'operator',
  input: StockPolicy,
  output: StockPolicy,
  refusals: { sku_missing: 404, backorder_in_use: 409 },
}

export type LocationList = { readonly items: readonly Location[] }
export const LocationList: Schema<LocationList> = z.object({ items: listOf(Location, MAX_LOCATIONS) })

/** All locations, those served from first in front. */
export const listLocations: Endpoint<Empty, LocationList> = {
  name: 'inventory.locations',
  method: 'GET',
  path: '/v1/locations',
  access: 'operator',
  input: Empty,
  output: LocationList,
  refusals: {},
}

/** Make a location or replace it whole. */
export const saveLocation: Endpoint<Location, Location, 'first_location_open' | 'locations_full'> = {
  name: 'inventory.saveLocation',
  method: 'PUT',
  path: '/v1/locations/:id',
  access: 'operator',
  input: Location,
  output: Location,
  refusals: { first_location_open: 409, locations_full: 409 },
}

export type HoldStockInput = {
  /** Made by the caller, so that a retry is the same hold. */
  readonly holdId: string
  readonly lines: readonly SkuQuantity[]
  /** After so long it is released by itself. */
  readonly durationMs: number
}
export const HoldStockInput: Schema<HoldStockInput> = z.object({
  holdId: Id,
  lines: listOf(SkuQuantity, MAX_HOLD_LINES, 1),
  durationMs: z.int().check(z.gte(1_000), z.lte(MAX_HOLD_MS)),
})

/** Set pieces aside for a while, outside an order; all of them or none. */
export const holdStock: Endpoint<HoldStockInput, StockHold, 'hold_exists' | 'sku_missing' | 'stock_insufficient'> = {
  name: 'inventory.hold',
  method: 'POST',
  path: '/v1/holds',
  access: 'operator',
  input: HoldStockInput,
  output: StockHold,
  refusals: { hold_exists: 409, sku_missing: 404, stock_insufficient: 409 },
}

export type HoldRef = { readonly holdId: string }
export const HoldRef: Schema<HoldRef> = z.object({ holdId: Id })
type CloseCode = 'hold_missing' | 'hold_closed'

/** Give the pieces of a hold back. */
export const releaseHold: Endpoint<HoldRef, StockHold, CloseCode> = {
  name: 'inventory.releaseHold',
  method: 'POST',
  path: '/v1/holds/:holdId/release',
  access: 'operator',
  input: HoldRef,
  output: StockHold,
  refusals: { hold_missing: 404, hold_closed: 409 },
}

/** The pieces of a hold were sold outside an order of this shop. */
export const sellHold: Endpoint<HoldRef, StockHold, CloseCode> = {
  name: 'inventory.sellHold',
  method: 'POST',
  path: '/v1/holds/:holdId/sale',
  access: 'operator',
  input: HoldRef,
  output: StockHold,
  refusals: { hold_missing: 404, hold_closed: 409 },
}

/** All holds outside orders, newest first. */
export const listHolds: Endpoint<PageInput, Page<StockHold>> = {
  name: 'inventory.holds',
  method: 'GET',
  path: '/v1/holds',
  access: 'operator',
  input: PageInput,
  output: pageOf(StockHold),
  refusals: {},
}

export type InventoryAdminContract = {
  readonly adjust: typeof adjustStock
  readonly transfer: typeof transferStock
  readonly get: typeof getStock
  readonly list: typeof listStock
  readonly movements: typeof listMovements
  readonly savePolicy: typeof saveStockPolicy
  readonly locations: typeof listLocations
  readonly saveLocation: typeof saveLocation
  readonly hold: typeof holdStock
  readonly releaseHold: typeof releaseHold
  readonly sellHold: typeof sellHold
  readonly holds: typeof listHolds
}
export const inventoryAdminContract: InventoryAdminContract = {
  adjust: adjustStock,
  transfer: transferStock,
  get: getStock,
  list: listStock,
  movements: listMovements,
  savePolicy: saveStockPolicy,
  locations: listLocations,
  saveLocation,
  hold: holdStock,
  releaseHold,
  sellHold,
  holds: listHolds,
}

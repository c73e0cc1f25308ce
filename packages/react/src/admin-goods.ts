import type { SiyuAdmin } from '@siyu/core/admin'
import type { Category, ExportedProducts, ImportedProducts, Product } from '@siyu/core/catalog'
import type {
  AdjustStockInput,
  HoldRef,
  HoldStockInput,
  ListMovementsInput,
  Location,
  LocationList,
  Stock,
  StockHold,
  StockMovement,
  StockPolicy,
  StockRow,
  TransferStockInput,
} from '@siyu/core/inventory'
import type { AdminList, AdminMutation, AdminRead, AdminWrite } from './admin-kit.ts'
import { staleTimesMs } from './keys.ts'
import type { PageSize } from './queries.ts'
import type { SiyuListQuery, SiyuQuery } from './query-options.ts'

/** What an operator reads of the catalogue and its stock. */
export type GoodsQueries = {
  readonly catalog: {
    readonly all: (filter?: PageSize & { readonly search?: string | undefined }) => SiyuListQuery<Product>
  }
  readonly inventory: {
    readonly get: (skuId: string) => SiyuQuery<StockRow>
    readonly list: (filter?: PageSize & { readonly low?: boolean | undefined }) => SiyuListQuery<StockRow>
    readonly movements: (input: Omit<ListMovementsInput, 'cursor'>) => SiyuListQuery<StockMovement>
    readonly locations: () => SiyuQuery<LocationList>
    readonly holds: (page?: PageSize) => SiyuListQuery<StockHold>
  }
}

/** What an operator changes of them. */
export type GoodsMutations = {
  readonly catalog: {
    readonly save: () => AdminMutation<Product, Product>
    readonly saveCategory: () => AdminMutation<Category, Category>
    readonly import: () => AdminMutation<{ readonly csv: string }, ImportedProducts>
    /** Reads a whole file, but only when asked: so it is run like a write. */
    readonly export: () => AdminMutation<{ readonly cursor?: string | undefined }, ExportedProducts>
  }
  readonly inventory: {
    readonly adjust: () => AdminMutation<AdjustStockInput, Stock>
    readonly transfer: () => AdminMutation<TransferStockInput, Stock>
    readonly savePolicy: () => AdminMutation<StockPolicy, StockPolicy>
    readonly saveLocation: () => AdminMutation<Location, Location>
    readonly hold: () => AdminMutation<HoldStockInput, StockHold>
    readonly releaseHold: () => AdminMutation<HoldRef, StockHold>
    readonly sellHold: () => AdminMutation<HoldRef, StockHold>
  }
}

export function goodsQueries(client: SiyuAdmin, read: AdminRead, list: AdminList): GoodsQueries {
  const { balances } = staleTimesMs
  const { catalog, inventory } = client
  return {
    catalog: {
      all: (filter = {}) => list('catalog.all', filter, balances, catalog.all),
    },
    inventory: {
      list: (filter = {}) => list('inventory.list', filter, balances, inventory.list),
      movements: (input) => list('inventory.movements', input, balances, inventory.movements),
      locations: () => read('inventory.locations', balances, (options) => inventory.locations({}, options)),
      holds: (size = {}) => list('inventory.holds', size, balances, inventory.holds),
      get: (skuId) => read('inventory.get', balances, (options) => inventory.get({ skuId }, options), { skuId }),
    },
  }
}

export function goodsMutations({ catalog, inventory }: SiyuAdmin, write: AdminWrite): GoodsMutations {
  return {
    catalog: {
      save: write('catalog.save', catalog.save),
      saveCategory: write('catalog.saveCategory', catalog.saveCategory),
      import: write('catalog.import', catalog.import),
      export: write('catalog.export', catalog.export),
    },
    inventory: {
      adjust: write('inventory.adjust', inventory.adjust),
      transfer: write('inventory.transfer', inventory.transfer),
      savePolicy: write('inventory.savePolicy', inventory.savePolicy),
      saveLocation: write('inventory.saveLocation', inventory.saveLocation),
      hold: write('inventory.hold', inventory.hold),
      releaseHold: write('inventory.releaseHold', inventory.releaseHold),
      sellHold: write('inventory.sellHold', inventory.sellHold),
    },
  }
}

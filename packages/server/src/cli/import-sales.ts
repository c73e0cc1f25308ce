import { isSiyuError } from '@siyu/core'
import type { SiyuAdmin } from '@siyu/core/admin'
import type { RowError, SaleRow, Sales } from './online-retail.ts'
import { progressBar } from './progress.ts'

export type ImportTarget = {
  readonly siyu: SiyuAdmin
  /** Sends analytics events in a batch; the collector keeps each message id once. */
  readonly sendEvents: (events: readonly object[]) => Promise<void>
}

export type ImportOptions = {
  /** Prices are multiplied by this, to show them in another currency. */
  readonly rate: number
  /** Added to every moment, so that old sales can be told as recent ones. */
  readonly shiftMs: number
  /** Members brought in at once. */
  readonly concurrency: number
}

/** What an import did. Run again, everything is `known` and nothing is `created`. */
export type ImportReport = {
  readonly products: { readonly created: number; readonly known: number }
  readonly members: { readonly created: number; readonly known: number }
  readonly orders: { readonly created: number; readonly known: number }
  readonly salesMinor: number
  /** Invoices the shop would not take, by the line they start on. */
  readonly errors: readonly RowError[]
}

const ORIGIN = 'online-retail'

type Invoice = {
  readonly id: string
  readonly externalId: string
  readonly soldAt: number
  readonly rows: readonly SaleRow[]
}
type Tally = { created: number; known: number }

/** Brings sales in: products, then members, each with their orders from the oldest on. */
export async function importSales(target: ImportTarget, sales: Sales, options: ImportOptions): Promise<ImportReport> {
  const products = await importProducts(target.siyu, sales.rows, options)
  const invoices = groupInvoices(sales.rows)
  const byMember = groupBy(invoices, ({ externalId }) => externalId)
  const bar = progressBar('orders  ', invoices.length)
  const [members, orders]: [Tally, Tally] = [tally(), tally()]
  const errors: RowError[] = []
  let [done, salesMinor] = [0, 0]
  await inParallel([...byMember], options.concurrency, async ([externalId, own]) => {
    const memberId = await importMember(target.siyu, externalId, own[0] as Invoice, options, members)
    const events: object[] = []
    for (const invoice of own) {
      const imported = await importInvoice(target.siyu, memberId, invoice, options)
      if ('message' in imported) errors.push(imported)
      else {
        count(orders, imported.created)
        salesMinor += imported.payableMinor
        events.push(imported.event)
      }
      done += 1
      bar.at(done)
    }
    await target.sendEvents(events)
  })
  bar.end()
  return { products, members, orders, salesMinor, errors }
}

async function importProducts(siyu: SiyuAdmin, rows: readonly SaleRow[], options: ImportOptions): Promise<Tally> {
  const articles = new Map<string, SaleRow>()
  for (const row of rows) if (!articles.has(skuIdOf(row))) articles.set(skuIdOf(row), row)
  const bar = progressBar('products', articles.size)
  const result = tally()
  let done = 0
  await inParallel([...articles], options.concurrency, async ([skuId, row]) => {
    count(result, await importProduct(siyu, skuId, row, options.rate))
    done += 1
    bar.at(done)
  })
  bar.end()
  return result
}

/** An article as an unpublished product. A SKU that the shop already has is left as it is. */
async function importProduct(siyu: SiyuAdmin, skuId: string, row: SaleRow, rate: number): Promise<boolean> {
  if (await hasSku(siyu, skuId)) return false
  const words = (row.description || row.stockCode).slice(0, 200)
  const title = { zh: words, en: words }
  const listMinor = minorOf(row.priceMilli, rate)
  const code = { zh: row.stockCode, en: row.stockCode }
  const sku = { id: skuId, title: code, listMinor, costMinor: Math.floor(listMinor / 2), memberPrices: [] }
  const product = {
    id: `prd_${skuId.slice(4)}`,
    title,
    description: '',
    imageUrl: null,
    category: ORIGIN,
    published: false,
  }
  try {
    await siyu.catalog.save({ ...product, skus: [sku] }, { idempotencyKey: `import-${ORIGIN}-${skuId}` })
    return true
  } catch (error) {
    if (isSiyuError(error, 'sku_taken') || isSiyuError(error, 'idempotency_key_reused')) return false
    throw error
  }
}

/** Asked first: saving again would undo what was changed since, as soon as the key of the first import is forgotten. */
async function hasSku(siyu: SiyuAdmin, skuId: string): Promise<boolean> {
  try {
    await siyu.inventory.get({ skuId })
    return true
  } catch (error) {
    if (isSiyuError(error, 'sku_missing')) return false
    throw error
  }
}

async function importMember(
  siyu: SiyuAdmin,
  externalId: string,
  first: Invoice,
  { shiftMs }: ImportOptions,
  members: Tally,
): Promise<string> {
  const { memberId, created } = await siyu.members.import(
    { externalId: `${ORIGIN}:${externalId}`, joinedAt: first.soldAt + shiftMs, name: `No. ${externalId}` },
    // A key of its own for each run: the answer must say whether the member is new now.
    { idempotencyKey: `import-${externalId}-${Date.now()}` },
  )
  count(members, created)
  return memberId
}

async function importInvoice(
  siyu: SiyuAdmin,
  memberId: string,
  invoice: Invoice,
  { rate, shiftMs }: ImportOptions,
): Promise<Imported | RowError> {
  const lines = invoice.rows.map((row, index) => ({
    lineId: `l${index + 1}`,
    skuId: skuIdOf(row),
    quantity: row.quantity,
    priceMinor: minorOf(row.priceMilli, rate),
  }))
  const placedAt = invoice.soldAt + shiftMs
  const imported = await siyu.orders
    .import(
      { externalId: `${ORIGIN}-${invoice.id}`, memberId, placedAt, lines, origin: ORIGIN },
      { idempotencyKey: `import-${invoice.id}-${Date.now()}` },
    )
    .catch((error: unknown) => refusedInvoice(error, invoice))
  if ('message' in imported) return imported
  const { orderId, created } = imported
  const payableMinor = lines.reduce((sum, { quantity, priceMinor }) => sum + quantity * priceMinor, 0)
  return { created, payableMinor, event: orderCompleted(orderId, memberId, placedAt, payableMinor) }
}

type Imported = { readonly created: boolean; readonly payableMinor: number; readonly event: object }

/** What the shop says no to is the file's matter and is reported; anything else ends the import. */
function refusedInvoice(error: unknown, { id, rows }: Invoice): RowError {
  if (!isSiyuError(error) || error.status >= 500 || error.status === 0) throw error
  return { line: rows[0]?.line ?? 0, message: `invoice ${id}: ${error.code} ${JSON.stringify(error.detail ?? {})}` }
}

/** The sale as an analytics event, in the words of Segment's e-commerce events. */
function orderCompleted(orderId: string, memberId: string, at: number, payableMinor: number): object {
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: `import-${orderId}`,
    userId: memberId,
    timestamp: new Date(at).toISOString(),
    properties: { order_id: orderId, total: payableMinor / 100, origin: ORIGIN },
  }
}

/** Invoices with their rows, oldest first. One with several customers or moments is told apart by the first row. */
function groupInvoices(rows: readonly SaleRow[]): readonly Invoice[] {
  const groups = groupBy(rows, ({ invoice }) => invoice)
  return [...groups]
    .map(([id, own]) => {
      const first = own[0] as SaleRow
      return { id, externalId: first.externalId, soldAt: first.soldAt, rows: own }
    })
    .sort((a, b) => a.soldAt - b.soldAt || (a.id < b.id ? -1 : 1))
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** A stock code as a SKU id: the same code always gives the same one. */
function skuIdOf({ stockCode }: SaleRow): string {
  return `sku_${stockCode.toUpperCase().replace(/[^A-Z0-9_.-]/g, '_')}`
}

/** At least one minor unit: articles for less than that stand in the file too. */
function minorOf(priceMilli: number, rate: number): number {
  return Math.max(1, Math.round((priceMilli * rate) / 10))
}

const tally = (): Tally => ({ created: 0, known: 0 })

function count(into: Tally, created: boolean): void {
  if (created) into.created += 1
  else into.known += 1
}

async function inParallel<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: limit }, worker))
}

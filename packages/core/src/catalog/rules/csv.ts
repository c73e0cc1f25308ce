import { csvText, readCsv, type Schema } from '../../kernel/index.ts'
import { MAX_CSV_ERRORS, MAX_CSV_ROWS, Product, Sku } from '../operator-schema.ts'
import type { CsvError } from '../operators.ts'

type Cells = Readonly<Record<string, string>>
type Fields = Readonly<Record<string, unknown>>

/** How a field is written into a cell and read from one; reading gives undefined for what it does not understand. */
type Form = { readonly write: (value: unknown) => string; readonly read: (cell: string) => unknown }

const text: Form = { write: (value) => String(value ?? ''), read: (cell) => cell }
const maybeText: Form = { write: text.write, read: (cell) => (cell === '' ? null : cell) }
const count: Form = { write: text.write, read: (cell) => (/^\d{1,16}$/.test(cell) ? Number(cell) : undefined) }
const size: Form = { write: text.write, read: (cell) => (cell === '' ? 0 : count.read(cell)) }
const flag: Form = { write: (value) => (value === true ? 'yes' : 'no'), read: (cell) => flags[cell.toLowerCase()] }
/** A flag that is set where the column is missing or the cell is empty. */
const flagOrYes: Form = {
  write: (value) => flag.write(value !== false),
  read: (cell) => (cell === '' ? true : flag.read(cell)),
}
const flags: Readonly<Record<string, boolean>> = { yes: true, no: false, true: true, false: false, 是: true, 否: false }
const moment: Form = {
  write: (value) => (typeof value === 'number' ? new Date(value).toISOString() : ''),
  read: (cell) => {
    if (cell === '') return null
    const isMoment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(cell)
    const at = isMoment ? Date.parse(cell) : Number.NaN
    return Number.isNaN(at) ? undefined : at
  },
}
/** Words between bars; a bar or backslash within a word has a backslash before it. */
const list: Form = {
  write: (value) => (value as readonly string[]).map((word) => word.replace(/[\\|]/g, '\\$&')).join('|'),
  read: (cell) =>
    cell === ''
      ? []
      : [...`|${cell}`.matchAll(/\|((?:[^\\|]|\\.)*)/gs)].map(([, word = '']) => word.replace(/\\(.)/gs, '$1')),
}
const json = (empty: unknown): Form => {
  const none = JSON.stringify(empty)
  return {
    write: (value) => (JSON.stringify(value) === none ? '' : JSON.stringify(value)),
    read: (cell) => {
      try {
        return cell === '' ? empty : JSON.parse(cell)
      } catch {
        return undefined
      }
    },
  }
}

/** Which column holds which field; a dot leads into words of two languages. */
const productColumns: readonly (readonly [string, string, Form])[] = [
  ['product_id', 'id', text],
  ['title_zh', 'title.zh', text],
  ['title_en', 'title.en', text],
  ['description', 'description', text],
  ['image_url', 'imageUrl', maybeText],
  ['category', 'category', text],
  ['tags', 'tags', list],
  ['attributes', 'attributes', json({})],
  ['options', 'options', json([])],
  ['media', 'media', json([])],
  ['published', 'published', flag],
  ['publish_from', 'publishFrom', moment],
  ['publish_until', 'publishUntil', moment],
]
const skuColumns: readonly (readonly [string, string, Form])[] = [
  ['sku_id', 'id', text],
  ['sku_title_zh', 'title.zh', text],
  ['sku_title_en', 'title.en', text],
  ['choices', 'choices', list],
  ['list_minor', 'listMinor', count],
  ['cost_minor', 'costMinor', count],
  ['floor_minor', 'floorMinor', size],
  ['weight_grams', 'weightGrams', size],
  ['volume_ml', 'volumeMl', size],
  ['tax_category', 'taxCategory', maybeText],
  ['shipping_template_id', 'shippingTemplateId', maybeText],
  ['member_prices', 'memberPrices', json([])],
  ['shop_prices', 'shopPrices', json([])],
  ['membership', 'membership', json(null)],
  ['no_reason_return', 'noReasonReturn', flagOrYes],
]
const names = [...productColumns, ...skuColumns].map(([name]) => name)
const required = ['product_id', 'title_zh', 'title_en', 'category', 'published', 'sku_id', 'list_minor', 'cost_minor']

/** The columns of {@link productsCsv}, in their order. */
export const productCsvColumns: readonly string[] = names

/** Products as CSV, a row per SKU: reading it again with {@link readProducts} gives the same products. */
export function productsCsv(products: readonly Product[]): string {
  const rows = products.flatMap((product) =>
    product.skus.map((sku, at) => [
      ...productColumns.map(([name, field, form]) =>
        at > 0 && name !== 'product_id' ? '' : form.write(fieldOf(product, field)),
      ),
      ...skuColumns.map(([, field, form]) => form.write(fieldOf(sku, field))),
    ]),
  )
  return csvText([names, ...rows])
}

function fieldOf(of: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Fields)[name], of)
}

export type ReadProducts =
  | { readonly ok: true; readonly products: readonly Product[]; readonly rowOf: ReadonlyMap<string, number> }
  | { readonly ok: false; readonly errors: readonly CsvError[] }

/**
 * The products a CSV text describes, or everything wrong with it, by row and column. A row is a SKU; what is the
 * product's stands in its first row, and further rows leave it empty or repeat it. Columns that are missing are empty.
 */
export function readProducts(csv: string): ReadProducts {
  const found = readCsv(csv)
  if (!found.ok) return refused([{ row: found.row, column: String(found.column), problem: 'unreadable' }])
  const [head = [], ...rows] = found.rows
  const errors = headErrors(head)
  if (rows.length === 0) errors.push({ row: 2, column: 'product_id', problem: 'missing' })
  if (rows.length > MAX_CSV_ROWS) errors.push({ row: MAX_CSV_ROWS + 2, column: 'product_id', problem: 'too_many_rows' })
  if (errors.length > 0) return refused(errors)
  const products = new Map<string, { row: number; cells: Cells; skus: Fields[] }>()
  rows.forEach((row, at) => {
    const place = at + 2
    if (row.length > head.length) errors.push({ row: place, column: String(head.length + 1), problem: 'surplus' })
    const cells: Cells = Object.fromEntries(head.map((name, index) => [name, row[index] ?? '']))
    const id = cells.product_id ?? ''
    const sku = read(skuColumns, cells, place, errors, Sku)
    const known = products.get(id)
    if (known === undefined) products.set(id, { row: place, cells, skus: [sku] })
    else {
      known.skus.push(sku)
      errors.push(...differences(known.cells, cells, place))
    }
  })
  const made = [...products.values()].map(({ row, cells, skus }) => ({
    ...read(productColumns, cells, row, errors, Product),
    skus,
  }))
  if (errors.length > 0) return refused(errors)
  const rowOf = new Map([...products].map(([id, { row }]) => [id, row]))
  return { ok: true, products: made.map((each) => Product.parse(each)), rowOf }
}

function refused(errors: readonly CsvError[]): ReadProducts {
  return { ok: false, errors: errors.toSorted((left, right) => left.row - right.row).slice(0, MAX_CSV_ERRORS) }
}

function headErrors(head: readonly string[]): CsvError[] {
  const odd = head.filter((name, at) => !names.includes(name) || head.indexOf(name) !== at)
  const missing = required.filter((name) => !head.includes(name))
  return [
    ...odd.map((column) => ({ row: 1, column: column.slice(0, 64), problem: 'unknown_column' as const })),
    ...missing.map((column) => ({ row: 1, column, problem: 'missing' as const })),
  ]
}

/** What a further row of a product says otherwise than its first. */
function differences(first: Cells, cells: Cells, row: number): readonly CsvError[] {
  return productColumns
    .filter(([name]) => (cells[name] ?? '') !== '' && cells[name] !== first[name])
    .map(([column]) => ({ row, column, problem: 'differs' }))
}

/** The fields of a row, each checked by the schema of what they belong to. */
function read(
  columns: typeof productColumns,
  cells: Cells,
  row: number,
  errors: CsvError[],
  schema: Schema<Product> | Schema<Sku>,
): Fields {
  const fields: Record<string, unknown> = {}
  for (const [column, path, form] of columns) {
    const value = form.read(cells[column] ?? '')
    const [field = path, language] = path.split('.')
    if (value === undefined) errors.push({ row, column, problem: 'not_understood' })
    fields[field] = language === undefined ? value : { ...(fields[field] as Fields | undefined), [language]: value }
  }
  const parsed = schema.safeParse({ skus: [], ...fields })
  for (const { path } of parsed.error?.issues ?? []) {
    const at = path.slice(0, 2).join('.')
    const [column] = columns.find(([, field]) => field === at || field === path[0]) ?? []
    const isKnown = errors.some((error) => error.row === row && error.column === column)
    if (column !== undefined && !isKnown) errors.push({ row, column, problem: 'out_of_range' })
  }
  return fields
}

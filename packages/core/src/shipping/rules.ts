import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import type { ShippingSettingsSaved } from './events.ts'
import type { saveShippingSettings } from './operators.ts'
import type { ShippingMode, ShippingSettings, ShippingZone } from './schema.ts'

/** One line of what is shipped. `weightGrams` and `volumeMl` are of one unit, `goodsMinor` is of the whole line. */
export type ParcelLine = {
  /** The template of the SKU; the first one when null or unknown. */
  readonly templateId: string | null
  readonly quantity: number
  readonly weightGrams: number
  readonly volumeMl: number
  /** What the goods cost, as far as they count for free shipping. */
  readonly goodsMinor: number
}

/** What shipping costs, or why it cannot be said. */
export type ShippingCost =
  | { readonly ok: true; readonly minor: number }
  | { readonly ok: false; readonly reason: 'region_unknown' | 'region_not_served' }

/** What a size costs in a zone: the first block, then each started extra block. Nothing for size 0. */
export function blockMinor(zone: ShippingZone, size: number): number {
  if (size <= 0) return 0
  const extraCount = Math.ceil(Math.max(0, size - zone.firstSize) / zone.extraSize)
  return zone.firstMinor + extraCount * zone.extraMinor
}

/**
 * What a parcel costs to ship to a region. Lines are grouped by template and every group is charged by its mode in the
 * zone with the longest region that the given one starts with. Without templates or lines it costs nothing anywhere.
 */
export function shippingMinor(
  { templates }: ShippingSettings,
  region: string | null,
  parcel: readonly ParcelLine[],
): ShippingCost {
  const owners = parcel.map(({ templateId }) => templates.find(({ id }) => id === templateId) ?? templates[0])
  let minor = 0
  for (const template of templates) {
    const own = parcel.filter((_, at) => owners[at] === template)
    if (own.length === 0) continue
    if (region === null) return { ok: false, reason: 'region_unknown' }
    const zone = zoneFor(template.zones, region)
    if (zone === undefined) return { ok: false, reason: 'region_not_served' }
    if (!isFree(zone, own))
      minor += blockMinor(
        zone,
        sum(own, (line) => line.quantity * unitSize(template.mode, line)),
      )
  }
  return { ok: true, minor }
}

function sum(parcel: readonly ParcelLine[], amountOf: (line: ParcelLine) => number): number {
  return parcel.reduce((total, line) => total + amountOf(line), 0)
}

function unitSize(mode: ShippingMode, { weightGrams, volumeMl }: ParcelLine): number {
  if (mode === 'count') return 1
  return mode === 'weight' ? weightGrams : volumeMl
}

function zoneFor(zones: readonly ShippingZone[], region: string): ShippingZone | undefined {
  let best: ShippingZone | undefined
  let longest = -1
  for (const zone of zones) {
    const codes = zone.regions.length === 0 ? [''] : zone.regions
    for (const code of codes) {
      if (code.length <= longest || !region.startsWith(code)) continue
      best = zone
      longest = code.length
    }
  }
  return best
}

function isFree({ freeFromMinor, freeFromCount }: ShippingZone, parcel: readonly ParcelLine[]): boolean {
  if (freeFromMinor === null && freeFromCount === null) return false
  const goodsMinor = sum(parcel, (line) => line.goodsMinor)
  return goodsMinor >= (freeFromMinor ?? 0) && sum(parcel, ({ quantity }) => quantity) >= (freeFromCount ?? 0)
}

/** Replace the templates: every id once, and no region twice in one template. */
export function saveSettings(
  settings: ShippingSettings,
): Decision<ShippingSettingsSaved, CodeOf<typeof saveShippingSettings>> {
  const ids = settings.templates.map(({ id }) => id)
  const templateId = repeatedOf(ids)
  if (templateId !== undefined) return refuse('template_repeated', { templateId })
  for (const { id, zones } of settings.templates) {
    const region = repeatedOf(zones.flatMap(({ regions }) => (regions.length === 0 ? [''] : regions)))
    if (region !== undefined) return refuse('region_repeated', { templateId: id, region })
  }
  return accept({ type: 'shipping_settings_saved', settings })
}

function repeatedOf(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return names.find((name) => seen.size === seen.add(name).size)
}

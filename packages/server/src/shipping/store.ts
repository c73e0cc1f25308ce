import type { BrandCreated } from '@siyu/core/brands'
import type { ShippingEvent, ShippingSettings } from '@siyu/core/shipping'
import { changeSettings, firstSettings, loadSettings } from '../brands/index.ts'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { Load } from '../kernel/read.ts'
import type { Write } from '../kernel/write.ts'

/** Nothing is charged for shipping. */
const FIRST: ShippingSettings = { templates: [], refund: 'with_last_unit' }

/** What shipping costs in the brand. */
export function loadShippingSettings(call: Call): Load<ShippingSettings> {
  return loadSettings<ShippingSettings>(call, 'shipping')
}

/** The settings a brand starts with that was created without its own. */
export function shippingRowsForBrand(event: BrandCreated): readonly Write[] {
  return firstSettings(event, 'shipping', FIRST)
}

export const applyShipping: Apply<ShippingEvent> = {
  shipping_settings_saved: ({ settings }, { brandId }) => [changeSettings(brandId, 'shipping', settings)],
}

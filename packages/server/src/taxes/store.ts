import type { BrandCreated } from '@siyu/core/brands'
import type { TaxEvent, TaxSettings } from '@siyu/core/taxes'
import { changeSettings, firstSettings, loadSettings } from '../brands/index.ts'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { Load } from '../kernel/read.ts'
import type { Write } from '../kernel/write.ts'

/** No tax is shown. */
const FIRST: TaxSettings = { mode: 'inside', rates: [] }

/** How the prices of the brand carry tax. */
export function loadTaxSettings(call: Call): Load<TaxSettings> {
  return loadSettings<TaxSettings>(call, 'taxes')
}

/** The settings a brand starts with that was created without its own. */
export function taxRowsForBrand(event: BrandCreated): readonly Write[] {
  return firstSettings(event, 'taxes', FIRST)
}

export const applyTaxes: Apply<TaxEvent> = {
  tax_settings_saved: ({ settings }, { brandId }) => [changeSettings(brandId, 'taxes', settings)],
}

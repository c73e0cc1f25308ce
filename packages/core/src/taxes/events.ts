import type { TaxSettings } from './schema.ts'

/** An operator changed how prices carry tax. */
export type TaxSettingsSaved = { readonly type: 'tax_settings_saved'; readonly settings: TaxSettings }

/** Everything that can happen to taxes. */
export type TaxEvent = TaxSettingsSaved

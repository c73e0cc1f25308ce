import type { ShippingSettings } from './schema.ts'

/** An operator changed what shipping costs. */
export type ShippingSettingsSaved = { readonly type: 'shipping_settings_saved'; readonly settings: ShippingSettings }

/** Everything that can happen to shipping. */
export type ShippingEvent = ShippingSettingsSaved

import { Empty, type Endpoint } from '../kernel/index.ts'
import { ShippingSettings } from './schema.ts'

/** What shipping costs where, and what refunds do with it. */
export const getShippingSettings: Endpoint<Empty, ShippingSettings> = {
  name: 'shipping.settings',
  method: 'GET',
  path: '/v1/shipping',
  access: 'operator',
  input: Empty,
  output: ShippingSettings,
  refusals: {},
}

/** Replace it. Orders keep the shipping they were placed with. */
export const saveShippingSettings: Endpoint<
  ShippingSettings,
  ShippingSettings,
  'template_repeated' | 'region_repeated'
> = {
  name: 'shipping.saveSettings',
  method: 'PUT',
  path: '/v1/shipping',
  access: 'operator',
  input: ShippingSettings,
  output: ShippingSettings,
  refusals: { template_repeated: 409, region_repeated: 409 },
}

export type ShippingAdminContract = {
  readonly settings: typeof getShippingSettings
  readonly saveSettings: typeof saveShippingSettings
}
export const shippingAdminContract: ShippingAdminContract = {
  settings: getShippingSettings,
  saveSettings: saveShippingSettings,
}

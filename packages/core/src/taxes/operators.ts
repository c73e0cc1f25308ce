import { Empty, type Endpoint } from '../kernel/index.ts'
import { TaxSettings } from './schema.ts'

/** How prices carry tax, and the rates. */
export const getTaxSettings: Endpoint<Empty, TaxSettings> = {
  name: 'taxes.settings',
  method: 'GET',
  path: '/v1/taxes',
  access: 'operator',
  input: Empty,
  output: TaxSettings,
  refusals: {},
}

/** Replace them. Orders keep the taxes they were placed with. */
export const saveTaxSettings: Endpoint<TaxSettings, TaxSettings, 'rate_repeated'> = {
  name: 'taxes.saveSettings',
  method: 'PUT',
  path: '/v1/taxes',
  access: 'operator',
  input: TaxSettings,
  output: TaxSettings,
  refusals: { rate_repeated: 409 },
}

export type TaxesAdminContract = {
  readonly settings: typeof getTaxSettings
  readonly saveSettings: typeof saveTaxSettings
}
export const taxesAdminContract: TaxesAdminContract = {
  settings: getTaxSettings,
  saveSettings: saveTaxSettings,
}

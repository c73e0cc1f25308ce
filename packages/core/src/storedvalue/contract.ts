import { Empty, type Endpoint, type Page, PageInput, pageOf } from '../kernel/index.ts'
import { StoredValue, StoredValueEntry } from './schema.ts'

/** One's own stored value. */
export const getStoredValue: Endpoint<Empty, StoredValue> = {
  name: 'storedValue.get',
  method: 'GET',
  path: '/v1/stored-value',
  access: 'member',
  input: Empty,
  output: StoredValue,
  refusals: {},
}

/** One's own statement, newest first. */
export const listStoredValue: Endpoint<PageInput, Page<StoredValueEntry>> = {
  name: 'storedValue.history',
  method: 'GET',
  path: '/v1/stored-value/history',
  access: 'member',
  input: PageInput,
  output: pageOf(StoredValueEntry),
  refusals: {},
}

export type StoredValueContract = {
  readonly get: typeof getStoredValue
  readonly history: typeof listStoredValue
}
export const storedValueContract: StoredValueContract = {
  get: getStoredValue,
  history: listStoredValue,
}

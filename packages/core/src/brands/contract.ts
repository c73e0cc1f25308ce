import { Empty, type Endpoint } from '../kernel/index.ts'
import { Brand } from './schema.ts'

/** The brand a publishable key belongs to. */
export const getBrand: Endpoint<Empty, Brand> = {
  name: 'brands.get',
  method: 'GET',
  path: '/v1/brand',
  access: 'public',
  input: Empty,
  output: Brand,
  refusals: {},
}

export type BrandsContract = {
  readonly get: typeof getBrand
}
export const brandsContract: BrandsContract = {
  get: getBrand,
}

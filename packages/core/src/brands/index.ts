export type { BrandsContract } from './contract.ts'
export {
  brandsContract,
  getBrand,
  SignInOperatorInput,
  signInOperator,
} from './contract.ts'
export type { BrandCreated, BrandEvent } from './schema.ts'
export { Brand, OperatorSession } from './schema.ts'
export type { NewKey, NewOperator } from './system.ts'
export { CreateBrandInput, createBrand } from './system.ts'

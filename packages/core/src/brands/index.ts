export type { BrandsContract, NewKey, NewOperator } from './contract.ts'
export {
  brandsContract,
  CreateBrandInput,
  createBrand,
  getBrand,
  SignInOperatorInput,
  signInOperator,
} from './contract.ts'
export type { BrandCreated, BrandEvent } from './schema.ts'
export { Brand, OperatorSession } from './schema.ts'

export type { CartsContract } from './contract.ts'
export {
  cartsContract,
  getCart,
  SetCartLineInput,
  SetCartOptionsInput,
  setCartLine,
  setCartOptions,
} from './contract.ts'
export type { SetLineFacts, SetOptionsFacts } from './rules.ts'
export { mergeLines, setLine, setOptions, withLines } from './rules.ts'
export type { CartEmptied, CartEvent, CartLineSet, CartOptionsSet } from './schema.ts'
export { Cart, CartLine } from './schema.ts'

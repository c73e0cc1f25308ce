export type { StoredValueContract } from './contract.ts'
export {
  GrantStoredValueInput,
  getMemberStoredValue,
  getStoredValue,
  grantStoredValue,
  listStoredValue,
  MemberIdInput,
  storedValueContract,
} from './contract.ts'
export type { GrantFacts, HoldFacts } from './rules.ts'
export { availableMinor, grant, holdStoredValue } from './rules.ts'
export type {
  StoredValueEvent,
  StoredValueGranted,
  StoredValueHeld,
  StoredValueReleased,
  StoredValueReturned,
  StoredValueSpent,
} from './schema.ts'
export { StoredValue, StoredValueEntry } from './schema.ts'

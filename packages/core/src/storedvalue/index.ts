export type { StoredValueContract } from './contract.ts'
export { getStoredValue, listStoredValue, storedValueContract } from './contract.ts'
export type {
  StoredValueEvent,
  StoredValueGranted,
  StoredValueHeld,
  StoredValueReleased,
  StoredValueReturned,
  StoredValueSpent,
} from './events.ts'
export type { StoredValueAdminContract } from './operators.ts'
export {
  GrantStoredValueInput,
  getMemberStoredValue,
  grantStoredValue,
  MemberIdInput,
  storedValueAdminContract,
} from './operators.ts'
export type { GrantFacts, HoldFacts } from './rules.ts'
export { availableMinor, grant, holdStoredValue } from './rules.ts'
export { StoredValue, StoredValueEntry } from './schema.ts'

import * as z from 'zod/mini'
import { Delta, type Endpoint, Id, Label, type Schema } from '../kernel/index.ts'
import { StoredValue } from './schema.ts'

export type MemberIdInput = { readonly memberId: string }
export const MemberIdInput: Schema<MemberIdInput> = z.object({ memberId: Id })

/** A member's stored value. */
export const getMemberStoredValue: Endpoint<MemberIdInput, StoredValue, 'member_missing'> = {
  name: 'storedValue.getMember',
  method: 'GET',
  path: '/v1/stored-value/members/:memberId',
  access: 'operator',
  input: MemberIdInput,
  output: StoredValue,
  refusals: { member_missing: 404 },
}

export type GrantStoredValueInput = {
  readonly memberId: string
  /** What is put in; below zero what is taken out. */
  readonly deltaMinor: number
  readonly reason: string
}
export const GrantStoredValueInput: Schema<GrantStoredValueInput> = z.object({
  memberId: Id,
  deltaMinor: Delta.check(z.refine((delta) => delta !== 0, 'must not be 0')),
  reason: Label,
})

/** Top up a member's stored value, or take out what is not held. */
export const grantStoredValue: Endpoint<
  GrantStoredValueInput,
  StoredValue,
  'member_missing' | 'stored_value_insufficient' | 'stored_value_too_large'
> = {
  name: 'storedValue.grant',
  method: 'POST',
  path: '/v1/stored-value/grants',
  access: 'operator',
  input: GrantStoredValueInput,
  output: StoredValue,
  refusals: { member_missing: 404, stored_value_insufficient: 402, stored_value_too_large: 409 },
}

export type StoredValueAdminContract = {
  readonly getMember: typeof getMemberStoredValue
  readonly grant: typeof grantStoredValue
}
export const storedValueAdminContract: StoredValueAdminContract = {
  getMember: getMemberStoredValue,
  grant: grantStoredValue,
}

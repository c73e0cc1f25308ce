import * as z from 'zod/mini'
import { type Endpoint, Id, Label, listOf, type Schema } from '../kernel/index.ts'
import { Brand } from './schema.ts'

/** A key as it is stored: never the key itself. */
export type NewKey = {
  readonly id: string
  readonly kind: 'publishable' | 'secret'
  /** SHA-256 of the key, hex. */
  readonly keyHash: string
  readonly origins: readonly string[]
  readonly scopes: readonly string[]
}
export type NewOperator = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly passwordHash: string
}
export type CreateBrandInput = {
  readonly brand: Brand
  /** First settings by concept: `points`, `tiers`, `referrals`; without `shipping` and `taxes`, neither is charged. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly keys: readonly NewKey[]
  readonly operators: readonly NewOperator[]
}
const text: Schema<string> = z.string().check(z.maxLength(300))
export const CreateBrandInput: Schema<CreateBrandInput> = z.object({
  brand: Brand,
  settings: z.record(z.string(), z.unknown()),
  keys: listOf(
    z.object({
      id: Id,
      kind: z.enum(['publishable', 'secret']),
      keyHash: text,
      origins: listOf(text, 50),
      scopes: listOf(text, 50),
    }),
    20,
  ),
  operators: listOf(z.object({ id: Id, login: Label, name: Label, passwordHash: text }), 20),
})

/** Set up a brand with its keys and operators. */
export const createBrand: Endpoint<CreateBrandInput, Brand, 'brand_exists' | 'settings_unusable'> = {
  name: 'brands.create',
  method: 'POST',
  path: '/v1/brands',
  access: 'system',
  input: CreateBrandInput,
  output: Brand,
  refusals: { brand_exists: 409, settings_unusable: 409 },
}

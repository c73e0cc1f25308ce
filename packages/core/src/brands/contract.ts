import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, Label, listOf, type Schema } from '../kernel/index.ts'
import { Brand, OperatorSession } from './schema.ts'

/** The brand a publishable key belongs to. */
export const getBrand: Endpoint<Empty, Brand> = {
  name: 'brands.get',
  summary: 'The brand this key belongs to: name, currency, time zone.',
  method: 'GET',
  path: '/v1/brand',
  access: 'public',
  input: Empty,
  output: Brand,
  refusals: {},
}

export type SignInOperatorInput = { readonly login: string; readonly password: string }
export const SignInOperatorInput: Schema<SignInOperatorInput> = z.object({
  login: Label,
  password: z.string().check(z.minLength(1), z.maxLength(200)),
})

/** Open an operator's session for the console. */
export const signInOperator: Endpoint<SignInOperatorInput, OperatorSession, 'operator_unknown'> = {
  name: 'brands.signInOperator',
  summary: 'Open an operator session with login and password.',
  method: 'POST',
  path: '/v1/operators/sessions',
  access: 'public',
  input: SignInOperatorInput,
  output: OperatorSession,
  refusals: { operator_unknown: 403 },
  safe: true,
}

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
  /** First settings by concept: `points`, `tiers`, `referrals`. */
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
export const createBrand: Endpoint<CreateBrandInput, Brand, 'brand_exists'> = {
  name: 'brands.create',
  summary: 'Set up a brand with its keys and operators.',
  method: 'POST',
  path: '/v1/brands',
  access: 'system',
  input: CreateBrandInput,
  output: Brand,
  refusals: { brand_exists: 409 },
}

export type BrandsContract = { readonly get: typeof getBrand; readonly signInOperator: typeof signInOperator }
export const brandsContract: BrandsContract = { get: getBrand, signInOperator }

import * as z from 'zod/mini'
import { Empty, type Endpoint, Label, type Schema } from '../kernel/index.ts'
import { Brand, OperatorSession } from './schema.ts'

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

export type SignInOperatorInput = { readonly login: string; readonly password: string }
export const SignInOperatorInput: Schema<SignInOperatorInput> = z.object({
  login: Label,
  password: z.string().check(z.minLength(1), z.maxLength(200)),
})

/** Open an operator's session for the console. */
export const signInOperator: Endpoint<SignInOperatorInput, OperatorSession, 'operator_unknown'> = {
  name: 'brands.signInOperator',
  method: 'POST',
  path: '/v1/operators/sessions',
  access: 'public',
  input: SignInOperatorInput,
  output: OperatorSession,
  refusals: { operator_unknown: 403 },
  safe: true,
}

export type BrandsContract = { readonly get: typeof getBrand; readonly signInOperator: typeof signInOperator }
export const brandsContract: BrandsContract = { get: getBrand, signInOperator }

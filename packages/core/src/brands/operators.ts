import * as z from 'zod/mini'
import { type Endpoint, Label, type Schema } from '../kernel/index.ts'
import { OperatorSession } from './operator-schema.ts'

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

export type BrandsAdminContract = {
  readonly signInOperator: typeof signInOperator
}
export const brandsAdminContract: BrandsAdminContract = {
  signInOperator,
}

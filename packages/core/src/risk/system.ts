import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, type Schema } from '../kernel/index.ts'

export type ObserveMemberInput = { readonly memberId: string }
export const ObserveMemberInput: Schema<ObserveMemberInput> = z.object({ memberId: Id })

/** Take the marks of a member from what is known of them now; found by the sweep when a commission is new. */
export const observeMember: Endpoint<ObserveMemberInput, Empty> = {
  name: 'risk.observe',
  method: 'POST',
  path: '/v1/risk/observations',
  access: 'system',
  input: ObserveMemberInput,
  output: Empty,
  refusals: {},
}

export type AssessCommissionInput = { readonly orderId: string; readonly payeeId: string }
export const AssessCommissionInput: Schema<AssessCommissionInput> = z.object({ orderId: Id, payeeId: Id })
export type AssessedCommission = { readonly score: number; readonly isHeld: boolean }
export const AssessedCommission: Schema<AssessedCommission> = z.object({ score: z.int(), isHeld: z.boolean() })

/** Score a commission that was not released yet, and hold it when the score is high. */
export const assessCommission: Endpoint<AssessCommissionInput, AssessedCommission, 'commission_missing'> = {
  name: 'risk.assess',
  method: 'POST',
  path: '/v1/risk/assessments',
  access: 'system',
  input: AssessCommissionInput,
  output: AssessedCommission,
  refusals: { commission_missing: 404 },
}

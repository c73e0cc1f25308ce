import * as z from 'zod/mini'
import { Id, Label, Moment, type Schema } from '../kernel/index.ts'

/** An operator's signed session. The token goes in `Authorization: Bearer …`. */
export type OperatorSession = {
  readonly operatorId: string
  readonly name: string
  readonly accessToken: string
  readonly expiresAt: number
}
export const OperatorSession: Schema<OperatorSession> = z.object({
  operatorId: Id,
  name: Label,
  accessToken: z.string(),
  expiresAt: Moment,
})

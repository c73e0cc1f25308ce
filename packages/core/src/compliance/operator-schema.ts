import * as z from 'zod/mini'
import { Id, Moment, type Schema } from '../kernel/index.ts'
import { type Consent, ConsentAbout, type ConsentSource } from './schema.ts'

/** Times the brand keeps, inside what the law leaves it. */
export type ComplianceSettings = {
  /** Working days (Monday to Friday) within which a request is answered; 15 is the most the rules for apps allow. */
  readonly answerDays: number
  /** Days a member may change their mind before a deletion they asked for begins. */
  readonly coolingOffDays: number
}
export const ComplianceSettings: Schema<ComplianceSettings> = z.object({
  answerDays: z.int().check(z.gte(1), z.lte(15)),
  coolingOffDays: z.int().check(z.gte(0), z.lte(15)),
})

/** A receipt: one yes or no, kept as it was given. */
export type ConsentReceipt = Consent & {
  readonly locale: string
  /** The page it was said on. */
  readonly screen: string
  readonly source: ConsentSource
}
export const ConsentReceipt: Schema<ConsentReceipt> = z.object({
  about: ConsentAbout,
  granted: z.boolean(),
  policyVersion: z.nullable(Id),
  at: Moment,
  locale: z.string(),
  screen: z.string(),
  source: z.enum(['self', 'operator', 'visitor']),
})

import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, MAX_PAGE, type Page, type PageInput, pageOf, type Schema } from '../kernel/index.ts'
import { RiskCase, RiskSettings } from './operator-schema.ts'
import { CaseStage, ReviewWords } from './schema.ts'

export type ListCasesInput = PageInput & { readonly stage?: CaseStage | undefined }
export const ListCasesInput: Schema<ListCasesInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  stage: z.optional(CaseStage),
})

/** Held commissions, those that wait longest first; or those that were decided, the newest first. */
export const listCases: Endpoint<ListCasesInput, Page<RiskCase>> = {
  name: 'risk.cases',
  method: 'GET',
  path: '/v1/risk/cases',
  access: 'operator',
  input: ListCasesInput,
  output: pageOf(RiskCase),
  refusals: {},
}

export type DecideCaseInput = {
  readonly payeeId: string
  readonly orderId: string
  readonly verdict: 'clear' | 'confirm'
  /** Why, for the shop. */
  readonly note: string
  /** Why, for the promoter. */
  readonly answer: string
}
export const DecideCaseInput: Schema<DecideCaseInput> = z.object({
  payeeId: Id,
  orderId: Id,
  verdict: z.enum(['clear', 'confirm']),
  note: ReviewWords,
  answer: ReviewWords,
})

/** Decide about a held commission: clear it, so that it is released in its time, or confirm it and take it away. */
export const decideCase: Endpoint<DecideCaseInput, RiskCase, 'review_missing' | 'review_decided' | 'appeal_open'> = {
  name: 'risk.decide',
  method: 'POST',
  path: '/v1/risk/cases/:payeeId/:orderId/decision',
  access: 'operator',
  input: DecideCaseInput,
  output: RiskCase,
  refusals: { review_missing: 404, review_decided: 409, appeal_open: 409 },
}

/** When commission is held. */
export const getRiskSettings: Endpoint<Empty, RiskSettings> = {
  name: 'risk.settings',
  method: 'GET',
  path: '/v1/risk/settings',
  access: 'operator',
  input: Empty,
  output: RiskSettings,
  refusals: {},
}

/** Replace that. What is held already stays held. */
export const saveRiskSettings: Endpoint<RiskSettings, RiskSettings> = {
  name: 'risk.saveSettings',
  method: 'PUT',
  path: '/v1/risk/settings',
  access: 'operator',
  input: RiskSettings,
  output: RiskSettings,
  refusals: {},
}

export type RiskAdminContract = {
  readonly cases: typeof listCases
  readonly decide: typeof decideCase
  readonly settings: typeof getRiskSettings
  readonly saveSettings: typeof saveRiskSettings
}
export const riskAdminContract: RiskAdminContract = {
  cases: listCases,
  decide: decideCase,
  settings: getRiskSettings,
  saveSettings: saveRiskSettings,
}

import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, listOf, type Schema } from '../kernel/index.ts'
import { ReviewWords, RiskReview } from './schema.ts'

export type NoteDeviceInput = { readonly deviceId: string }
export const NoteDeviceInput: Schema<NoteDeviceInput> = z.object({
  deviceId: z.string().check(z.minLength(8), z.maxLength(200)),
})

/** Say which device this is, at signing in and at checkout. Only a keyed hash of it is kept. */
export const noteDevice: Endpoint<NoteDeviceInput, Empty, 'devices_full'> = {
  name: 'risk.noteDevice',
  method: 'PUT',
  path: '/v1/device',
  access: 'member',
  input: NoteDeviceInput,
  output: Empty,
  refusals: { devices_full: 409 },
}

export type RiskReviews = { readonly items: readonly RiskReview[] }
export const RiskReviews: Schema<RiskReviews> = z.object({ items: listOf(RiskReview, 100) })

/** One's own commissions that were held for a review, the newest 100. */
export const listReviews: Endpoint<Empty, RiskReviews> = {
  name: 'risk.reviews',
  method: 'GET',
  path: '/v1/commission/reviews',
  access: 'member',
  input: Empty,
  output: RiskReviews,
  refusals: {},
}

export type AppealInput = { readonly orderId: string; readonly words: string }
export const AppealInput: Schema<AppealInput> = z.object({ orderId: Id, words: ReviewWords })

/** Say once why a held commission is one's own. */
export const appealReview: Endpoint<AppealInput, RiskReview, 'review_missing' | 'review_decided' | 'appeal_given'> = {
  name: 'risk.appeal',
  method: 'POST',
  path: '/v1/commission/reviews/:orderId/appeal',
  access: 'member',
  input: AppealInput,
  output: RiskReview,
  refusals: { review_missing: 404, review_decided: 409, appeal_given: 409 },
}

export type RiskContract = {
  readonly noteDevice: typeof noteDevice
  readonly reviews: typeof listReviews
  readonly appeal: typeof appealReview
}
export const riskContract: RiskContract = {
  noteDevice,
  reviews: listReviews,
  appeal: appealReview,
}

import * as z from 'zod/mini'
import { Count, type Endpoint, Id, listOf, type Schema } from '../kernel/index.ts'

/** The most lots one call writes the end or the beginning of. */
export const MAX_DUE_LOTS = 500

/** Lots whose moment has come, found by the sweep. */
export type DueLotsInput = { readonly lots: readonly { readonly memberId: string; readonly lotId: string }[] }
export const DueLotsInput: Schema<DueLotsInput> = z.object({
  lots: listOf(z.object({ memberId: Id, lotId: Id }), MAX_DUE_LOTS, 1),
})
/** How many lots were dealt with; those whose moment has not come, or that are done, are left alone. */
export type DueLotsDone = { readonly lotCount: number; readonly pointsCount: number }
export const DueLotsDone: Schema<DueLotsDone> = z.object({ lotCount: Count, pointsCount: Count })

/** Write the expiry of lots whose end has passed. Spendable points never counted them after that moment. */
export const expireLots: Endpoint<DueLotsInput, DueLotsDone> = {
  name: 'points.expireLots',
  method: 'POST',
  path: '/v1/points/expiries',
  access: 'system',
  input: DueLotsInput,
  output: DueLotsDone,
  refusals: {},
}

/** Write that lots have become spendable whose delay is over, and pay off debt with them. */
export const activateLots: Endpoint<DueLotsInput, DueLotsDone> = {
  name: 'points.activateLots',
  method: 'POST',
  path: '/v1/points/activations',
  access: 'system',
  input: DueLotsInput,
  output: DueLotsDone,
  refusals: {},
}

export type NotifyPointsInput = { readonly memberId: string }
export const NotifyPointsInput: Schema<NotifyPointsInput> = z.object({ memberId: Id })
export type NotifiedPoints = { readonly noticeCount: number }
export const NotifiedPoints: Schema<NotifiedPoints> = z.object({ noticeCount: Count })

/** Tell a member of points that end soon, once for each day on which some do. */
export const notifyPoints: Endpoint<NotifyPointsInput, NotifiedPoints> = {
  name: 'points.notify',
  method: 'POST',
  path: '/v1/points/notices',
  access: 'system',
  input: NotifyPointsInput,
  output: NotifiedPoints,
  refusals: {},
}

/** A member whose birthday is in this month, found by the sweep. */
export type CreditBirthdayInput = { readonly memberId: string }
export const CreditBirthdayInput: Schema<CreditBirthdayInput> = z.object({ memberId: Id })
export type CreditedBirthday = { readonly count: number }
export const CreditedBirthday: Schema<CreditedBirthday> = z.object({ count: z.int() })

/** Give the points of a birthday; once a year, asked again nothing happens. */
export const creditBirthday: Endpoint<
  CreditBirthdayInput,
  CreditedBirthday,
  'member_missing' | 'activity_off' | 'birthday_not_due'
> = {
  name: 'points.creditBirthday',
  method: 'POST',
  path: '/v1/points/birthdays',
  access: 'system',
  input: CreditBirthdayInput,
  output: CreditedBirthday,
  refusals: { member_missing: 404, activity_off: 404, birthday_not_due: 409 },
}

import * as z from 'zod/mini'
import { type Endpoint, Id, type Schema } from '../kernel/index.ts'

/** One lot past its end, found by the sweep. */
export type ExpireLotInput = { readonly memberId: string; readonly lotId: string }
export const ExpireLotInput: Schema<ExpireLotInput> = z.object({ memberId: Id, lotId: Id })
export type ExpiredLot = { readonly count: number }
export const ExpiredLot: Schema<ExpiredLot> = z.object({ count: z.int() })

/** Write the expiry of a lot whose end has passed. Spendable points never counted it after that moment. */
export const expireLot: Endpoint<ExpireLotInput, ExpiredLot, 'lot_missing' | 'lot_not_expired'> = {
  name: 'points.expireLot',
  method: 'POST',
  path: '/v1/points/expiries',
  access: 'system',
  input: ExpireLotInput,
  output: ExpiredLot,
  refusals: { lot_missing: 404, lot_not_expired: 409 },
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

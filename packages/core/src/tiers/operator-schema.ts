import * as z from 'zod/mini'
import { Id, type Schema } from '../kernel/index.ts'
import type { ActivityKind } from './schema.ts'

/** Those that somebody tells of. Joining and birthdays tell themselves. */
export type ToldActivityKind = Exclude<ActivityKind, 'sign_up' | 'birthday'>
export const ToldActivityKind: Schema<ToldActivityKind> = z.enum(['check_in', 'review', 'profile'])

/** How long one unit of a paid membership 付费会员 lasts. */
export type MembershipTerm = {
  /** The tier its holder stands in. */
  readonly tierId: string
  readonly unit: 'days' | 'months'
  readonly count: number
}
export const MembershipTerm: Schema<MembershipTerm> = z.object({
  tierId: Id,
  unit: z.enum(['days', 'months']),
  count: z.int().check(z.gte(1), z.lte(3_650)),
})

/** A tier that was paid for. It ends by itself; nothing is charged again. */
export type Membership = {
  readonly orderId: string
  readonly lineId: string
  readonly term: MembershipTerm
  /** How many terms of the line were paid and not refunded. */
  readonly quantity: number
  readonly from: number
  /** First moment it does not hold any more. */
  readonly until: number
}

import * as z from 'zod/mini'
import {
  AmountMinor,
  Count,
  Id,
  Label,
  listOf,
  Moment,
  Quantity,
  type Schema,
  type Shape,
  Words,
} from '../kernel/index.ts'

/** The most members of a team. */
export const MAX_TEAM_SIZE = 100

const Size: Schema<number> = z.int().check(z.gte(2), z.lte(MAX_TEAM_SIZE))
const Hours: Schema<number> = z.int().check(z.gte(1), z.lte(720))

/** A group buy 拼团: a SKU that costs less for those who find so many others within some hours. */
export type GroupCampaign = {
  readonly id: string
  readonly name: Words
  readonly skuId: string
  /** For one piece; below its list price. */
  readonly priceMinor: number
  /** How many members make a team. */
  readonly sizeCount: number
  /** How long a team may take to fill. */
  readonly openHours: number
  /** The most pieces of one member, over all teams, those that came back aside. */
  readonly perMemberCount: number
  /** The most pieces of all members together; null for what is in stock. */
  readonly bucketCount: number | null
  /** Teams are opened from this moment on, */
  readonly startsAt: number
  /** and before this one; those that are open may still fill. */
  readonly endsAt: number
}
export const campaignShape: Shape<GroupCampaign> = {
  id: Id,
  name: Words,
  skuId: Id,
  priceMinor: AmountMinor,
  sizeCount: Size,
  openHours: Hours,
  perMemberCount: Quantity,
  bucketCount: z.nullable(Quantity),
  startsAt: Moment,
  endsAt: Moment,
}
export const GroupCampaign: Schema<GroupCampaign> = z.object(campaignShape)

/** open: seats are left or unpaid · filled: all are paid, the orders go on · expired: its members are refunded. */
export type TeamState = 'open' | 'filled' | 'expired'
export const TeamState: Schema<TeamState> = z.enum(['open', 'filled', 'expired'])

/** A member of a team as others see them: nothing but a masked name. */
export type TeamMember = {
  /** `王*`; null for one who gave none. */
  readonly name: string | null
  readonly isLeader: boolean
  /** The seat is paid; until then it is held while the payment is due. */
  readonly isPaid: boolean
  readonly isMe: boolean
}

/** A team as shoppers see it. */
export type GroupTeam = {
  readonly id: string
  readonly campaignId: string
  readonly skuId: string
  readonly priceMinor: number
  readonly sizeCount: number
  readonly state: TeamState
  readonly expiresAt: number
  /** Seats nobody has. */
  readonly missingCount: number
  readonly members: readonly TeamMember[]
  /** The reader's own order in it; null for none. */
  readonly orderId: string | null
}
export const GroupTeam: Schema<GroupTeam> = z.object({
  ...{ id: Id, campaignId: Id, skuId: Id, priceMinor: AmountMinor, sizeCount: Size },
  ...{ state: TeamState, expiresAt: Moment, missingCount: Count },
  members: listOf(
    z.object({ name: z.nullable(Label), isLeader: z.boolean(), isPaid: z.boolean(), isMe: z.boolean() }),
    MAX_TEAM_SIZE,
  ),
  orderId: z.nullable(Id),
})

/** A campaign as shoppers see it. */
export type GroupOffer = GroupCampaign & {
  readonly productId: string
  readonly title: Words
  readonly skuTitle: Words
  readonly imageUrl: string | null
  readonly listMinor: number
  /** What is left of the bucket and of the stock. */
  readonly leftCount: number
}
export const GroupOffer: Schema<GroupOffer> = z.object({
  ...campaignShape,
  ...{ productId: Id, title: Words, skuTitle: Words, imageUrl: z.nullable(z.string()), listMinor: AmountMinor },
  leftCount: Count,
})

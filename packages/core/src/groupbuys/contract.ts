import * as z from 'zod/mini'
import { AmountMinor, Empty, type Endpoint, Id, listOf, Quantity, type Schema } from '../kernel/index.ts'
import { NewOrderId, Order, type SellCode } from '../orders/index.ts'
import { Place } from '../pricing/index.ts'
import { GroupOffer, GroupTeam } from './schema.ts'

/** The most campaigns that are not over. */
export const MAX_GROUP_CAMPAIGNS = 100
/** The most teams that are shown of a campaign, and of a member. */
export const MAX_TEAMS_SHOWN = 20

export type GroupOfferList = { readonly items: readonly GroupOffer[] }
export const GroupOfferList: Schema<GroupOfferList> = z.object({ items: listOf(GroupOffer, MAX_GROUP_CAMPAIGNS) })

/** Group buys that are open now. */
export const listGroupBuys: Endpoint<Empty, GroupOfferList> = {
  name: 'groupbuys.list',
  method: 'GET',
  path: '/v1/group-buys',
  access: 'public',
  input: Empty,
  output: GroupOfferList,
  refusals: {},
}

export type TeamList = { readonly items: readonly GroupTeam[] }
export const TeamList: Schema<TeamList> = z.object({ items: listOf(GroupTeam, MAX_TEAMS_SHOWN) })

export type CampaignRef = { readonly campaignId: string }
export const CampaignRef: Schema<CampaignRef> = z.object({ campaignId: Id })

/** Open teams of a campaign that still miss members, those that end first in front. */
export const listTeams: Endpoint<CampaignRef, TeamList> = {
  name: 'groupbuys.teams',
  method: 'GET',
  path: '/v1/group-buys/:campaignId/teams',
  access: 'public',
  input: CampaignRef,
  output: TeamList,
  refusals: {},
}

/** The teams one is in, newest first. */
export const myTeams: Endpoint<Empty, TeamList> = {
  name: 'groupbuys.mine',
  method: 'GET',
  path: '/v1/group-teams',
  access: 'member',
  input: Empty,
  output: TeamList,
  refusals: {},
}

export type TeamRef = { readonly teamId: string }
export const TeamRef: Schema<TeamRef> = z.object({ teamId: Id })

/** One team, as whoever has its link sees it. */
export const getTeam: Endpoint<TeamRef, GroupTeam, 'team_missing'> = {
  name: 'groupbuys.team',
  method: 'GET',
  path: '/v1/group-teams/:teamId',
  access: 'public',
  input: TeamRef,
  output: GroupTeam,
  refusals: { team_missing: 404 },
}

/** What a member orders with a seat. */
export type SeatInput = {
  readonly teamId: string
  /** Made on the device, so that a retry can never place a second order. */
  readonly orderId: string
  readonly quantity: number
  /** What the shopper was shown, shipping included. */
  readonly expectedPayableMinor: number
  readonly place?: Place | undefined
}
const seatShape = {
  teamId: Id,
  orderId: NewOrderId,
  quantity: Quantity,
  expectedPayableMinor: AmountMinor,
  place: z.optional(Place),
}
const sellRefusals = {
  order_exists: 409,
  member_limit_reached: 409,
  sold_out: 409,
  bucket_insufficient: 409,
  sku_missing: 404,
  basket_too_large: 409,
  price_changed: 409,
  stock_insufficient: 409,
} as const

export type OpenTeamInput = SeatInput & { readonly campaignId: string }
export const OpenTeamInput: Schema<OpenTeamInput> = z.object({ campaignId: Id, ...seatShape })

/** Open a team with an order at the group's price. Once paid it waits until the team is full. */
export const openTeam: Endpoint<
  OpenTeamInput,
  Order,
  'campaign_missing' | 'campaign_not_open' | 'team_exists' | SellCode
> = {
  name: 'groupbuys.open',
  method: 'POST',
  path: '/v1/group-buys/:campaignId/teams',
  access: 'member',
  input: OpenTeamInput,
  output: Order,
  refusals: { campaign_missing: 404, campaign_not_open: 409, team_exists: 409, ...sellRefusals },
}

export const SeatInput: Schema<SeatInput> = z.object(seatShape)

/** Take a seat with an order at the group's price. The seat is held until its payment is due. */
export const joinTeam: Endpoint<
  SeatInput,
  Order,
  'team_missing' | 'team_closed' | 'team_joined' | 'team_full' | SellCode
> = {
  name: 'groupbuys.join',
  method: 'POST',
  path: '/v1/group-teams/:teamId/orders',
  access: 'member',
  input: SeatInput,
  output: Order,
  refusals: { team_missing: 404, team_closed: 409, team_joined: 409, team_full: 409, ...sellRefusals },
}

export type GroupBuysContract = {
  readonly list: typeof listGroupBuys
  readonly teams: typeof listTeams
  readonly mine: typeof myTeams
  readonly team: typeof getTeam
  readonly open: typeof openTeam
  readonly join: typeof joinTeam
}
export const groupBuysContract: GroupBuysContract = {
  list: listGroupBuys,
  teams: listTeams,
  mine: myTeams,
  team: getTeam,
  open: openTeam,
  join: joinTeam,
}

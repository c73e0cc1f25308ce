import * as z from 'zod/mini'
import {
  AmountMinor,
  Count,
  Empty,
  type Endpoint,
  Id,
  Label,
  listOf,
  type Page,
  type PageInput,
  pageOf,
  Quantity,
  type Schema,
} from '../kernel/index.ts'
import { CampaignView, MAX_PLACES, MAX_WINNERS, MyCampaign } from './schema.ts'

/** The most campaigns that are not awarded. */
export const MAX_CAMPAIGNS = 50

export type CampaignList = { readonly items: readonly CampaignView[] }
export const CampaignList: Schema<CampaignList> = z.object({ items: listOf(CampaignView, MAX_CAMPAIGNS) })

/** Campaigns that run, come next, or were awarded in the last 30 days; those that end first in front. */
export const listCampaigns: Endpoint<Empty, CampaignList> = {
  name: 'campaigns.list',
  method: 'GET',
  path: '/v1/campaigns',
  access: 'public',
  input: Empty,
  output: CampaignList,
  refusals: {},
}

export type CampaignInput = { readonly campaignId: string }
export const CampaignInput: Schema<CampaignInput> = z.object({ campaignId: Id })

/** One campaign. */
export const getCampaign: Endpoint<CampaignInput, CampaignView, 'campaign_missing'> = {
  name: 'campaigns.get',
  method: 'GET',
  path: '/v1/campaigns/:campaignId',
  access: 'public',
  input: CampaignInput,
  output: CampaignView,
  refusals: { campaign_missing: 404 },
}

/** Somebody on a leaderboard; of a name its first character. */
export type BoardRow = {
  readonly rank: number
  readonly name: string | null
  readonly orderCount: number
  readonly netMinor: number
  readonly isMe: boolean
}
const BoardRow: Schema<BoardRow> = z.object({
  rank: Quantity,
  name: z.nullable(Label),
  orderCount: Count,
  netMinor: AmountMinor,
  isMe: z.boolean(),
})
export type Board = { readonly items: readonly BoardRow[] }
export const Board: Schema<Board> = z.object({ items: listOf(BoardRow, MAX_PLACES) })

/** Who is in front: the first 100, ties to who came there first. */
export const getBoard: Endpoint<CampaignInput, Board> = {
  name: 'campaigns.board',
  method: 'GET',
  path: '/v1/campaigns/:campaignId/board',
  access: 'public',
  input: CampaignInput,
  output: Board,
  refusals: {},
}

/** Where one stands oneself. */
export const getMyCampaign: Endpoint<CampaignInput, MyCampaign> = {
  name: 'campaigns.mine',
  method: 'GET',
  path: '/v1/campaigns/:campaignId/mine',
  access: 'member',
  input: CampaignInput,
  output: MyCampaign,
  refusals: {},
}

export type LotteryTicket = { readonly entryId: string }
export const LotteryTicket: Schema<LotteryTicket> = z.object({ entryId: Id })

/** Enter a lottery, once. */
export const enterLottery: Endpoint<
  CampaignInput,
  LotteryTicket,
  'campaign_missing' | 'campaign_not_open' | 'lottery_under_age' | 'lottery_entered' | 'lottery_order_missing'
> = {
  name: 'campaigns.enter',
  method: 'POST',
  path: '/v1/campaigns/:campaignId/entries',
  access: 'member',
  input: CampaignInput,
  output: LotteryTicket,
  refusals: {
    campaign_missing: 404,
    campaign_not_open: 409,
    lottery_under_age: 403,
    lottery_entered: 409,
    lottery_order_missing: 409,
  },
}

/** A number in a lottery, and whether it took part in the draw. */
export type DrawnEntry = { readonly entryId: string; readonly isWithdrawn: boolean }
const DrawnEntry: Schema<DrawnEntry> = z.object({ entryId: Id, isWithdrawn: z.boolean() })

export type EntriesInput = PageInput & CampaignInput
export const EntriesInput: Schema<EntriesInput> = z.object({
  campaignId: Id,
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(100))),
})

/** All numbers of a lottery: with the seed, everybody can draw again. */
export const listEntries: Endpoint<EntriesInput, Page<DrawnEntry>> = {
  name: 'campaigns.entries',
  method: 'GET',
  path: '/v1/campaigns/:campaignId/entries',
  access: 'public',
  input: EntriesInput,
  output: pageOf(DrawnEntry),
  refusals: {},
}

export type Winner = {
  readonly place: number
  readonly prizeId: string
  readonly name: string | null
  /** Null on a leaderboard. */
  readonly entryId: string | null
  readonly isMe: boolean
}
const Winner: Schema<Winner> = z.object({
  place: Quantity,
  prizeId: Id,
  name: z.nullable(Label),
  entryId: z.nullable(Id),
  isMe: z.boolean(),
})
export type WinnerList = { readonly items: readonly Winner[] }
export const WinnerList: Schema<WinnerList> = z.object({ items: listOf(Winner, MAX_WINNERS) })

/** Who won, by place; nobody before the award. */
export const listWinners: Endpoint<CampaignInput, WinnerList> = {
  name: 'campaigns.winners',
  method: 'GET',
  path: '/v1/campaigns/:campaignId/winners',
  access: 'public',
  input: CampaignInput,
  output: WinnerList,
  refusals: {},
}

export type CampaignsContract = {
  readonly list: typeof listCampaigns
  readonly get: typeof getCampaign
  readonly board: typeof getBoard
  readonly mine: typeof getMyCampaign
  readonly enter: typeof enterLottery
  readonly entries: typeof listEntries
  readonly winners: typeof listWinners
}
export const campaignsContract: CampaignsContract = {
  list: listCampaigns,
  get: getCampaign,
  board: getBoard,
  mine: getMyCampaign,
  enter: enterLottery,
  entries: listEntries,
  winners: listWinners,
}

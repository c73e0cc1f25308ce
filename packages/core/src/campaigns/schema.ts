import * as z from 'zod/mini'
import {
  AmountMinor,
  Count,
  Id,
  Label,
  listOf,
  MAX_TEXT,
  Moment,
  Quantity,
  type Schema,
  type Shape,
  Words,
} from '../kernel/index.ts'

/** The most prizes, and steps, of one campaign. */
export const MAX_PRIZES = 20
/** The most places of a leaderboard that win. */
export const MAX_PLACES = 100
/** The most winners of one lottery. */
export const MAX_WINNERS = 1_000
/** The most a prize of a lottery may be worth, money or not: 50,000 yuan (反不正当竞争法 art. 10 of the text of 2019). */
export const MAX_LOTTERY_MINOR = 5_000_000
/** The fewest days after completion before an order counts: the time for returns without a reason (消法 art. 25). */
export const MIN_RETURN_DAYS = 7

/** What a prize consists of. `goods` are handed over by the shop itself. */
export type Reward =
  | { readonly kind: 'points'; readonly count: number }
  | { readonly kind: 'coupon'; readonly templateId: string }
  | { readonly kind: 'stored_value'; readonly amountMinor: number }
  | { readonly kind: 'goods' }
export const Reward: Schema<Reward> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('points'), count: Quantity }),
  z.object({ kind: z.literal('coupon'), templateId: Id }),
  z.object({ kind: z.literal('stored_value'), amountMinor: AmountMinor.check(z.gte(1)) }),
  z.object({ kind: z.literal('goods') }),
])

export type Prize = {
  readonly id: string
  readonly name: Words
  readonly reward: Reward
  /** What one is worth, also where it is no money. */
  readonly valueMinor: number
  /** How many there are. When they are given, nobody gets another. */
  readonly quantity: number
}
export const Prize: Schema<Prize> = z.object({
  id: Id,
  name: Words,
  reward: Reward,
  valueMinor: AmountMinor,
  quantity: Quantity,
})

export type InviteStep = { readonly friendCount: number; readonly prize: Prize }

/** Prizes for friends' first orders: to who invited them for each, and at so many of them; and to the friend. */
export type InviteTerms = {
  readonly kind: 'invite'
  readonly each: Prize | null
  /** The most friends one inviter is given `each` for. */
  readonly eachMaxCount: number
  /** Rising counts of friends. */
  readonly steps: readonly InviteStep[]
  readonly friend: Prize | null
}
/** What a leaderboard counts: friends' first orders, or all their orders' money net of refunds. Never people. */
export type BoardBasis = 'first_orders' | 'net_sales'
/** Prizes for those in front when it ends: the first prize for the first places, as many as there are of it. */
export type BoardTerms = {
  readonly kind: 'leaderboard'
  readonly by: BoardBasis
  readonly prizes: readonly Prize[]
}
/** Who may take part in a lottery 抽奖: everybody, or who kept an order of its time. Nothing else opens it. */
export type LotteryEntry = 'free' | 'order'
export type LotteryTerms = {
  readonly kind: 'lottery'
  readonly entry: LotteryEntry
  readonly prizes: readonly Prize[]
}
export type CampaignTerms = InviteTerms | BoardTerms | LotteryTerms

const prizes = listOf(Prize, MAX_PRIZES, 1)
const Step: Schema<InviteStep> = z.object({ friendCount: Quantity.check(z.lte(1_000)), prize: Prize })
export const CampaignTerms: Schema<CampaignTerms> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('invite'),
    each: z.nullable(Prize),
    eachMaxCount: Quantity.check(z.lte(1_000)),
    steps: listOf(Step, MAX_PRIZES),
    friend: z.nullable(Prize),
  }),
  z.object({ kind: z.literal('leaderboard'), by: z.enum(['first_orders', 'net_sales']), prizes }),
  z.object({ kind: z.literal('lottery'), entry: z.enum(['free', 'order']), prizes }),
])

/**
 * A campaign that brings friends 裂变. It pays for completed orders whose time for returns is over, and cannot be written
 * to pay for a share, a follow, a head or a fee. Once published it does not change.
 */
export type Campaign = {
  readonly id: string
  readonly name: Words
  /** The conditions as everybody reads them. */
  readonly rules: Words
  /** Who runs it and answers for it. */
  readonly organiser: string
  /** Orders placed from this moment on, */
  readonly startsAt: number
  /** and before this one. */
  readonly endsAt: number
  /** When counting ends, and places and the draw are decided. */
  readonly awardAt: number
  /** An order counts so many days after it was completed, with what is kept of it then. */
  readonly returnDays: number
  /** The least that must be kept of an order. */
  readonly minNetMinor: number
  /** The most all prizes together may be worth. */
  readonly budgetMinor: number
  readonly terms: CampaignTerms
}
const LongText: Schema<string> = z.string().check(z.minLength(1), z.maxLength(MAX_TEXT))
const shape = {
  id: Id,
  name: Words,
  rules: z.object({ zh: LongText, en: LongText }),
  organiser: Label,
  startsAt: Moment,
  endsAt: Moment,
  awardAt: Moment,
  returnDays: z.int().check(z.gte(MIN_RETURN_DAYS), z.lte(90)),
  minNetMinor: AmountMinor,
  budgetMinor: AmountMinor,
  terms: CampaignTerms,
}
export const Campaign: Schema<Campaign> = z.object(shape)

/** draft: may change · published: fixed, it runs and waits for its award · awarded: over, prizes are decided. */
export type CampaignState = 'draft' | 'published' | 'awarded'
export const CampaignState: Schema<CampaignState> = z.enum(['draft', 'published', 'awarded'])

/** A campaign as it runs. */
export type RunningCampaign = Campaign & {
  readonly state: CampaignState
  /** When an operator stopped it; absent or null for one that goes on to its end. */
  readonly stoppedAt?: number | null | undefined
}

/** A campaign that was stopped before its end: when, and why, as everybody reads it. */
export type CampaignStop = { readonly at: number; readonly reason: Words }
const CampaignStop: Schema<CampaignStop> = z.object({ at: Moment, reason: Words })

/** How many of a prize are left. */
export type PrizeLeft = { readonly prizeId: string; readonly leftCount: number }
const PrizeLeft: Schema<PrizeLeft> = z.object({ prizeId: Id, leftCount: Count })

/** A campaign as everybody sees it. */
export type CampaignView = Campaign & {
  readonly state: CampaignState
  /** Null for one that was not stopped. */
  readonly stopped: CampaignStop | null
  readonly left: readonly PrizeLeft[]
  /** SHA-256 of the seed of the draw, known before anybody enters; null where nothing is drawn. */
  readonly seedHash: string | null
  /** The seed, from the draw on. */
  readonly seed: string | null
  readonly entryCount: number
}
const Hash: Schema<string> = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const viewShape = {
  ...shape,
  state: CampaignState,
  stopped: z.nullable(CampaignStop),
  left: listOf(PrizeLeft, MAX_PRIZES + 2),
  seedHash: z.nullable(Hash),
  seed: z.nullable(Hash),
  entryCount: Count,
}
export const CampaignView: Schema<CampaignView> = z.object(viewShape)

/** due: decided, about to be given · given · withheld: could not be given, with the reason. */
export type RewardStatus = 'due' | 'given' | 'withheld'
export const RewardStatus: Schema<RewardStatus> = z.enum(['due', 'given', 'withheld'])

/** Something a member won. */
export type CampaignReward = {
  /** What for: `each:<order>`, `step:<friends>`, `friend`, `rank`, `draw`. One of each kind at most. */
  readonly reason: string
  readonly prizeId: string
  /** Place on the board or in the draw; null for the others. */
  readonly place: number | null
  readonly status: RewardStatus
  /** Why it was withheld: the code of a refusal. */
  readonly withheld: string | null
  readonly at: number
}
export const rewardShape: Shape<CampaignReward> = {
  reason: Label,
  prizeId: Id,
  place: z.nullable(Quantity),
  status: RewardStatus,
  withheld: z.nullable(Id),
  at: Moment,
}
export const CampaignReward: Schema<CampaignReward> = z.object(rewardShape)

/** Where a member stands in a campaign. */
export type MyCampaign = {
  /** Friends' orders that count, and their money. */
  readonly orderCount: number
  readonly netMinor: number
  /** Friends' orders of its time that are paid and not counted yet; at most 1,000 are told of. */
  readonly waitingCount: number
  /** Place among all; null while nothing counts. */
  readonly rank: number | null
  /** One's number in the lottery; null for who has not entered. */
  readonly entryId: string | null
  readonly rewards: readonly CampaignReward[]
}
export const MyCampaign: Schema<MyCampaign> = z.object({
  orderCount: Count,
  netMinor: AmountMinor,
  waitingCount: Count,
  rank: z.nullable(Quantity),
  entryId: z.nullable(Id),
  rewards: z.array(CampaignReward),
})

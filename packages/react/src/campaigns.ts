import type {
  Board,
  CampaignInput,
  CampaignList,
  CampaignView,
  LotteryTicket,
  MyCampaign,
  WinnerList,
} from '@siyu/core/campaigns'
import { useMemberRead, usePublicRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** Campaigns that bring friends 裂变: those that run, come next or were awarded lately. */
export function useCampaigns(): SiyuQueryResult<CampaignList> {
  return usePublicRead((queries) => queries.campaigns())
}

/** One campaign with what is left of its prizes. */
export function useCampaign(campaignId: string): SiyuQueryResult<CampaignView> {
  return usePublicRead((queries) => queries.campaign(campaignId))
}

/** Where the member stands in a campaign and what they won. */
export function useMyCampaign(campaignId: string): SiyuQueryResult<MyCampaign> {
  return useMemberRead((queries) => queries.myCampaign(campaignId))
}

/** Who is in front on a leaderboard 排行榜, names shortened. */
export function useLeaderboard(campaignId: string): SiyuQueryResult<Board> {
  return usePublicRead((queries) => queries.board(campaignId))
}

/** Who won, by place; nobody before the award. */
export function useWinners(campaignId: string): SiyuQueryResult<WinnerList> {
  return usePublicRead((queries) => queries.winners(campaignId))
}

/** Enters a lottery 抽奖, once. */
export function useEnterLottery(): SiyuMutationResult<CampaignInput, LotteryTicket> {
  return useWrite({
    name: 'campaigns.enter',
    call: (client, input, options) => client.campaigns.enter(input, options),
    settled: ({ refresh }) => refresh('campaign', 'myCampaign'),
  })
}

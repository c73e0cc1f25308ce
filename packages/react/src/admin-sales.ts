import type { SiyuAdmin } from '@siyu/core/admin'
import type {
  Campaign,
  CampaignInput,
  CampaignRewardRow,
  CampaignView,
  PublishedCampaign,
  StopCampaignInput,
  StoppedCampaign,
} from '@siyu/core/campaigns'
import type { FlashSession, FlashSessionSales } from '@siyu/core/flashsales'
import type { GroupCampaign, GroupCampaignSales } from '@siyu/core/groupbuys'
import type { Presale, PresaleSales } from '@siyu/core/presales'
import type { Promotion } from '@siyu/core/promotions'
import type { AdminList, AdminMutation, AdminWrite } from './admin-kit.ts'
import { staleTimesMs } from './keys.ts'
import type { PageSize } from './queries.ts'
import type { SiyuListQuery } from './query-options.ts'

/** What an operator reads of flash sales, presales, group buys and campaigns. */
export type SalesQueries = {
  readonly flashsales: { readonly sessions: (page?: PageSize) => SiyuListQuery<FlashSessionSales> }
  readonly presales: { readonly all: (page?: PageSize) => SiyuListQuery<PresaleSales> }
  readonly groupbuys: { readonly campaigns: (page?: PageSize) => SiyuListQuery<GroupCampaignSales> }
  readonly campaigns: {
    readonly all: (page?: PageSize) => SiyuListQuery<CampaignView>
    readonly rewards: (filter: CampaignInput & PageSize) => SiyuListQuery<CampaignRewardRow>
  }
}

/** What an operator makes of them, and of promotions. */
export type SalesMutations = {
  readonly flashsales: { readonly save: () => AdminMutation<FlashSession, FlashSession> }
  readonly presales: { readonly save: () => AdminMutation<Presale, Presale> }
  readonly groupbuys: { readonly save: () => AdminMutation<GroupCampaign, GroupCampaign> }
  readonly campaigns: {
    readonly save: () => AdminMutation<Campaign, Campaign>
    readonly publish: () => AdminMutation<CampaignInput, PublishedCampaign>
    readonly stop: () => AdminMutation<StopCampaignInput, StoppedCampaign>
  }
  readonly promotions: { readonly save: () => AdminMutation<Promotion, Promotion> }
}

export function salesQueries({ flashsales, presales, groupbuys, campaigns }: SiyuAdmin, list: AdminList): SalesQueries {
  const { balances } = staleTimesMs
  return {
    flashsales: { sessions: (size = {}) => list('flashsales.sessions', size, balances, flashsales.sessions) },
    presales: { all: (size = {}) => list('presales.all', size, balances, presales.all) },
    groupbuys: { campaigns: (size = {}) => list('groupbuys.campaigns', size, balances, groupbuys.campaigns) },
    campaigns: {
      all: (size = {}) => list('campaigns.all', size, balances, campaigns.all),
      rewards: (filter) => list('campaigns.rewards', filter, balances, campaigns.rewards),
    },
  }
}

export function salesMutations(
  { flashsales, presales, groupbuys, campaigns, promotions }: SiyuAdmin,
  write: AdminWrite,
): SalesMutations {
  return {
    flashsales: { save: write('flashsales.save', flashsales.save) },
    presales: { save: write('presales.save', presales.save) },
    groupbuys: { save: write('groupbuys.save', groupbuys.save) },
    campaigns: {
      save: write('campaigns.save', campaigns.save),
      publish: write('campaigns.publish', campaigns.publish),
      stop: write('campaigns.stop', campaigns.stop),
    },
    promotions: { save: write('promotions.save', promotions.save) },
  }
}

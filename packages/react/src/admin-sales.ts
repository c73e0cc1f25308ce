import type { Siyu } from '@siyu/core'
import type { FlashSession, FlashSessionSales } from '@siyu/core/flashsales'
import type { GroupCampaign, GroupCampaignSales } from '@siyu/core/groupbuys'
import type { Promotion } from '@siyu/core/promotions'
import type { SiyuMutation } from './admin.ts'
import type { KeyedCall } from './intents.ts'
import { type SiyuKey, staleTimesMs } from './keys.ts'
import type { PageSize } from './queries.ts'
import { listQuery, type SiyuListQuery } from './query-options.ts'

/** What an operator reads of flash sales and group buys. */
export type SalesAdminQueries = {
  readonly flashsales: { readonly sessions: (page?: PageSize) => SiyuListQuery<FlashSessionSales> }
  readonly groupbuys: { readonly campaigns: (page?: PageSize) => SiyuListQuery<GroupCampaignSales> }
}

/** What an operator makes of them, and of promotions. */
export type SalesAdminMutations = {
  readonly flashsales: { readonly save: () => SiyuMutation<FlashSession, FlashSession> }
  readonly groupbuys: { readonly save: () => SiyuMutation<GroupCampaign, GroupCampaign> }
  readonly promotions: { readonly save: () => SiyuMutation<Promotion, Promotion> }
}

export function salesQueries(client: Siyu, keyOf: (resource: string, params: object) => SiyuKey): SalesAdminQueries {
  const { balances } = staleTimesMs
  const { sessions } = client.flashsales
  const { campaigns } = client.groupbuys
  return {
    flashsales: { sessions: (size = {}) => listQuery(keyOf('flashsales.sessions', size), size, balances, sessions) },
    groupbuys: { campaigns: (size = {}) => listQuery(keyOf('groupbuys.campaigns', size), size, balances, campaigns) },
  }
}

type MakeWrite = <Input, Output>(
  name: string,
  call: (input: Input, options: Parameters<KeyedCall<Output>>[0]) => Promise<Output>,
) => () => SiyuMutation<Input, Output>

export function salesMutations({ flashsales, groupbuys, promotions }: Siyu, write: MakeWrite): SalesAdminMutations {
  return {
    flashsales: { save: write('flashsales.save', flashsales.save) },
    groupbuys: { save: write('groupbuys.save', groupbuys.save) },
    promotions: { save: write('promotions.save', promotions.save) },
  }
}

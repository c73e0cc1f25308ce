import { type Endpoint, type Page, PageInput, pageOf } from '../kernel/index.ts'
import { GroupCampaignSales } from './operator-schema.ts'
import { GroupCampaign } from './schema.ts'

/** All campaigns with the teams they made, newest start first. */
export const listGroupCampaigns: Endpoint<PageInput, Page<GroupCampaignSales>> = {
  name: 'groupbuys.campaigns',
  method: 'GET',
  path: '/v1/admin/group-buys',
  access: 'operator',
  input: PageInput,
  output: pageOf(GroupCampaignSales),
  refusals: {},
}

/** Make a campaign or replace it. Teams keep the price and the size they were opened with. */
export const saveGroupCampaign: Endpoint<
  GroupCampaign,
  GroupCampaign,
  | 'session_window_empty'
  | 'group_sku_fixed'
  | 'sku_missing'
  | 'price_not_below_list'
  | 'bucket_below_taken'
  | 'group_buys_full'
> = {
  name: 'groupbuys.save',
  method: 'PUT',
  path: '/v1/group-buys/:id',
  access: 'operator',
  input: GroupCampaign,
  output: GroupCampaign,
  refusals: {
    session_window_empty: 409,
    group_sku_fixed: 409,
    sku_missing: 404,
    price_not_below_list: 409,
    bucket_below_taken: 409,
    group_buys_full: 409,
  },
}

export type GroupBuysAdminContract = {
  readonly campaigns: typeof listGroupCampaigns
  readonly save: typeof saveGroupCampaign
}
export const groupBuysAdminContract: GroupBuysAdminContract = {
  campaigns: listGroupCampaigns,
  save: saveGroupCampaign,
}

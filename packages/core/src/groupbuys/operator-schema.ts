import * as z from 'zod/mini'
import { Count, type Schema } from '../kernel/index.ts'
import { campaignShape, type GroupCampaign } from './schema.ts'

/** A campaign as operators see it. */
export type GroupCampaignSales = GroupCampaign & {
  readonly openTeamCount: number
  readonly filledTeamCount: number
  readonly expiredTeamCount: number
}
export const GroupCampaignSales: Schema<GroupCampaignSales> = z.object({
  ...campaignShape,
  ...{ openTeamCount: Count, filledTeamCount: Count, expiredTeamCount: Count },
})

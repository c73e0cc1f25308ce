import * as z from 'zod/mini'
import { Id, type Schema } from '../kernel/index.ts'
import { type CampaignReward, rewardShape } from './schema.ts'

/** A reward with whose it is, for whoever hands it over. */
export type CampaignRewardRow = CampaignReward & { readonly memberId: string }
export const CampaignRewardRow: Schema<CampaignRewardRow> = z.object({ ...rewardShape, memberId: Id })

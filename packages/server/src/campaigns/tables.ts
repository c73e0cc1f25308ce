import type { Campaign, CampaignState, RewardStatus } from '@siyu/core/campaigns'
import type { Words } from '@siyu/core/kernel'
import type { TableSpec } from '../kernel/tables.ts'

type OfMember = { readonly brandId: string; readonly memberId: string; readonly campaignId: string }

export type CampaignTables = {
  campaigns: Campaign & {
    readonly brandId: string
    readonly state: CampaignState
    readonly seedHash: string | null
    /** Known to everybody once it was drawn by. */
    readonly seed: string | null
    readonly stoppedAt: number | null
    readonly stopReason: Words | null
    readonly version: number
  }
  /** How many of each prize were won; many win at once, and a CHECK is the limit. */
  campaignPools: {
    readonly brandId: string
    readonly campaignId: string
    readonly prizeId: string
    readonly givenCount: number
    readonly limitCount: number
  }
  /** What counts for whom. */
  campaignStandings: OfMember & {
    readonly orderCount: number
    readonly netMinor: number
    readonly reachedAt: number
    readonly version: number
  }
  /** Friends' orders that were looked at, once each. */
  campaignOrders: OfMember & {
    readonly orderId: string
    readonly friendId: string
    readonly netMinor: number
    readonly isPassed: boolean
    readonly countedAt: number
    readonly version: number
  }
  campaignEntries: OfMember & {
    readonly id: string
    readonly orderId: string | null
    readonly enteredAt: number
    readonly withdrawnAt: number | null
  }
  campaignRewards: OfMember & {
    readonly reason: string
    readonly prizeId: string
    readonly place: number | null
    readonly status: RewardStatus
    readonly withheld: string | null
    readonly at: number
    readonly version: number
  }
  /** Seeds of draws that were published before seeds followed from the server's secret; none is added. */
  campaignSeeds: { readonly brandId: string; readonly campaignId: string; readonly seed: string }
}

const ofMember = ['brand_id', 'member_id', 'campaign_id'] as const

export const campaignSpecs: { readonly [N in keyof CampaignTables]: TableSpec } = {
  campaigns: { name: 'campaigns', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  campaignPools: {
    name: 'campaign_pools',
    key: ['brand_id', 'campaign_id', 'prize_id'],
    versioned: false,
    kind: 'state',
  },
  campaignStandings: { name: 'campaign_standings', key: ofMember, versioned: true, kind: 'state' },
  campaignOrders: { name: 'campaign_orders', key: [...ofMember, 'order_id'], versioned: true, kind: 'state' },
  campaignEntries: { name: 'campaign_entries', key: ofMember, versioned: false, kind: 'state' },
  campaignRewards: { name: 'campaign_rewards', key: [...ofMember, 'reason'], versioned: true, kind: 'state' },
  campaignSeeds: { name: 'campaign_seeds', key: ['brand_id', 'campaign_id'], versioned: false, kind: 'personal' },
}

import type { GroupCampaign, TeamState } from '@siyu/core/groupbuys'
import type { TableSpec } from '../kernel/tables.ts'

export type GroupBuyTables = {
  groupCampaigns: GroupCampaign & { readonly brandId: string; readonly version: number }
  /** Whoever takes a seat guards it; a CHECK keeps the seats below the size besides. */
  groupTeams: {
    readonly brandId: string
    readonly id: string
    readonly campaignId: string
    readonly skuId: string
    readonly priceMinor: number
    readonly sizeCount: number
    readonly seatCount: number
    readonly state: TeamState
    readonly openedAt: number
    readonly expiresAt: number
    readonly filledAt: number | null
    readonly version: number
  }
  /** Which order has a seat of which team. Whether it is paid is what the order says. */
  groupSeats: {
    readonly brandId: string
    readonly memberId: string
    readonly orderId: string
    readonly teamId: string
    readonly isLeader: boolean
    readonly state: 'held' | 'freed'
    readonly takenAt: number
  }
}

export const groupBuySpecs: { readonly [N in keyof GroupBuyTables]: TableSpec } = {
  groupCampaigns: { name: 'group_campaigns', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  groupTeams: { name: 'group_teams', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  groupSeats: { name: 'group_seats', key: ['brand_id', 'member_id', 'order_id'], versioned: false, kind: 'state' },
}

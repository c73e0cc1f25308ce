import type { TableSpec } from '../../kernel/tables.ts'

export type HouseholdTables = {
  /** Who is in it stands in the points accounts. Whoever joins or leaves changes this row: its version guards all. */
  pointsHouseholds: {
    readonly brandId: string
    readonly id: string
    readonly ownerId: string
    /** 0 when it is over. */
    readonly memberCount: number
    readonly inviteCode: string | null
    readonly inviteUntil: number | null
    readonly version: number
  }
  /** What members sent, for the limits of a day and a month. */
  pointsTransfers: {
    readonly brandId: string
    readonly memberId: string
    readonly id: string
    readonly toMemberId: string
    readonly count: number
    readonly day: string
  }
}

export const householdSpecs: { readonly [N in keyof HouseholdTables]: TableSpec } = {
  pointsHouseholds: { name: 'points_households', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  pointsTransfers: {
    name: 'points_transfers',
    key: ['brand_id', 'member_id', 'id'],
    versioned: false,
    kind: 'state',
  },
}

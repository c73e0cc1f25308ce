import type { TableSpec } from '../kernel/tables.ts'

export type TierTables = {
  /** One per member, made at joining. */
  memberTiers: {
    readonly brandId: string
    readonly memberId: string
    readonly growthCount: number
    readonly tierId: string
    readonly version: number
  }
}

export const tierSpecs: { readonly [N in keyof TierTables]: TableSpec } = {
  memberTiers: { name: 'member_tiers', key: ['brand_id', 'member_id'], versioned: true, kind: 'state' },
}

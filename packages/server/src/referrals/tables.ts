import type { CommissionState } from '@siyu/core/referrals'
import type { TableSpec } from '../kernel/tables.ts'

export type ReferralTables = {
  referralCodes: { readonly brandId: string; readonly code: string; readonly memberId: string }
  /** One per member, made at joining: who referred them. Only binding changes it: its version guards against cycles. */
  referralNodes: {
    readonly brandId: string
    readonly memberId: string
    readonly referrerId: string | null
    readonly code: string
    readonly boundAt: number | null
    readonly version: number
  }
  commissionAccounts: {
    readonly brandId: string
    readonly memberId: string
    readonly pendingMinor: number
    readonly frozenMinor: number
    /** May fall below zero when commission that was released is reversed. */
    readonly availableMinor: number
  }
  commissions: {
    readonly brandId: string
    readonly payeeId: string
    readonly orderId: string
    readonly level: 1 | 2
    readonly amountMinor: number
    readonly reversedMinor: number
    readonly state: CommissionState
    readonly releaseAt: number | null
    readonly heldAt: number | null
    readonly heldReason: string | null
    readonly at: number
    readonly version: number
  }
  /** A commission line by line, so that a refund of part of the order reverses exactly that part. */
  commissionLines: {
    readonly brandId: string
    readonly payeeId: string
    readonly orderId: string
    readonly lineId: string
    readonly netMinor: number
    readonly bps: number
    readonly amountMinor: number
    readonly reversedMinor: number
  }
}

export const referralSpecs: { readonly [N in keyof ReferralTables]: TableSpec } = {
  referralCodes: { name: 'referral_codes', key: ['brand_id', 'code'], versioned: false, kind: 'state' },
  referralNodes: { name: 'referral_nodes', key: ['brand_id', 'member_id'], versioned: true, kind: 'state' },
  commissionAccounts: { name: 'commission_accounts', key: ['brand_id', 'member_id'], versioned: false, kind: 'state' },
  commissions: { name: 'commissions', key: ['brand_id', 'payee_id', 'order_id'], versioned: true, kind: 'state' },
  commissionLines: {
    name: 'commission_lines',
    key: ['brand_id', 'payee_id', 'order_id', 'line_id'],
    versioned: false,
    kind: 'state',
  },
}

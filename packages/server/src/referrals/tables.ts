import type { Funder } from '@siyu/core/promotions'
import type {
  CommissionCounter,
  CommissionRule,
  CommissionState,
  Landing,
  ShareFacts,
  ShareLink,
  Withdrawal,
} from '@siyu/core/referrals'
import type { TableSpec } from '../kernel/tables.ts'

export type ReferralTables = {
  referralCodes: { readonly brandId: string; readonly code: string; readonly memberId: string }
  /** One per member, made at joining: who referred them. Whatever changes the tree at them moves its version. */
  referralNodes: {
    readonly brandId: string
    readonly memberId: string
    readonly referrerId: string | null
    readonly code: string
    readonly boundAt: number | null
    /** How many are bound to them directly. */
    readonly directCount: number
    /** How many times somebody was taken out of the tree they are the root of. */
    readonly leftCount: number
    readonly version: number
  }
  commissionAccounts: {
    readonly brandId: string
    readonly memberId: string
    readonly pendingMinor: number
    readonly frozenMinor: number
    /** May fall below zero when commission that was released is reversed. */
    readonly availableMinor: number
    readonly version: number
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
    /** The rule that pays it; null where the plan does. */
    readonly ruleId: string | null
    readonly funder: Funder
    /** Units paid a fixed sum each; null where a share is paid. */
    readonly fixedCount: number | null
  }
  commissionRules: {
    readonly brandId: string
    readonly id: string
    readonly name: CommissionRule['name']
    readonly priority: number
    readonly active: boolean
    readonly startsAt: number
    readonly endsAt: number | null
    readonly items: CommissionRule['items'] | null
    readonly payeeIds: readonly string[] | null
    readonly payeeTierIds: readonly string[] | null
    readonly levels: CommissionRule['levels']
    readonly caps: CommissionRule['caps'] | null
    readonly funder: Funder
  }
  withdrawals: Withdrawal & {
    readonly brandId: string
    readonly periodKey: string
    readonly backMinor: number
    readonly version: number
  }
  /** Parts of withdrawals that are paid out of the payments that earned them. */
  payoutShares: ShareFacts & { readonly brandId: string; readonly version: number }
  /** Where the money of a withdrawal goes to. */
  withdrawalAccounts: {
    readonly brandId: string
    readonly memberId: string
    readonly id: string
    readonly account: string
    readonly name: string
  }
  /** What a rule with caps granted a payee, by period; a decision compares it, so it is guarded. */
  commissionCounters: CommissionCounter & { readonly brandId: string; readonly version: number }
  referralLinks: Omit<ShareLink, 'visitCount'> & { readonly brandId: string; readonly version: number }
  /** Visits of a code by day; many add to it. */
  linkDays: {
    readonly brandId: string
    readonly code: string
    readonly day: string
    readonly visitCount: number
  }
  /** Who came by a link on a day, as a hash that is another one for every link; forgotten after a time. */
  linkVisits: {
    readonly brandId: string
    readonly code: string
    readonly day: string
    readonly visitorHash: string
    /** The member who was signed in; null for nobody. */
    readonly memberId: string | null
    readonly via: Landing['via']
    readonly at: number
  }
}

export const referralSpecs: { readonly [N in keyof ReferralTables]: TableSpec } = {
  referralCodes: { name: 'referral_codes', key: ['brand_id', 'code'], versioned: false, kind: 'state' },
  referralNodes: { name: 'referral_nodes', key: ['brand_id', 'member_id'], versioned: true, kind: 'state' },
  commissionAccounts: { name: 'commission_accounts', key: ['brand_id', 'member_id'], versioned: true, kind: 'state' },
  commissions: { name: 'commissions', key: ['brand_id', 'payee_id', 'order_id'], versioned: true, kind: 'state' },
  commissionLines: {
    name: 'commission_lines',
    key: ['brand_id', 'payee_id', 'order_id', 'line_id'],
    versioned: false,
    kind: 'state',
  },
  withdrawals: { name: 'withdrawals', key: ['brand_id', 'member_id', 'id'], versioned: true, kind: 'state' },
  payoutShares: {
    name: 'payout_shares',
    key: ['brand_id', 'member_id', 'withdrawal_id', 'payment_id'],
    versioned: true,
    kind: 'state',
  },
  withdrawalAccounts: {
    name: 'withdrawal_accounts',
    key: ['brand_id', 'member_id', 'id'],
    versioned: false,
    kind: 'personal',
  },
  commissionRules: { name: 'commission_rules', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
  commissionCounters: {
    name: 'commission_counters',
    key: ['brand_id', 'payee_id', 'rule_id', 'period_key'],
    versioned: true,
    kind: 'state',
  },
  referralLinks: { name: 'referral_links', key: ['brand_id', 'code'], versioned: true, kind: 'state' },
  linkDays: { name: 'link_days', key: ['brand_id', 'code', 'day'], versioned: false, kind: 'state' },
  linkVisits: {
    name: 'link_visits',
    key: ['brand_id', 'code', 'day', 'visitor_hash'],
    versioned: false,
    kind: 'personal',
  },
}

import { dropWithdrawals } from '@siyu/core/referrals'
import { sql } from 'kysely'
import { erasedOf, leaving, listsOf, type MemberPart } from '../compliance/index.ts'
import { one } from '../kernel/read.ts'
import { type ReferralTables, referralSpecs } from './tables.ts'
import { loadOpenWithdrawals } from './withdrawals/store.ts'

const list = listsOf<ReferralTables>(referralSpecs)

type Unpaid = { readonly minor: number }

/** Commission that was not paid out is waited for unless the member gives it up. Who brought whom stays, by ids. */
export const referralsPart: MemberPart = {
  concept: 'referrals',
  lists: [
    list('referralCodes', 'memberId', ['code']),
    list('referralNodes', 'memberId', ['referrerId', 'code', 'boundAt']),
    list('commissionAccounts', 'memberId', ['pendingMinor', 'frozenMinor', 'availableMinor']),
    list('commissions', 'payeeId', [
      ...([
        'orderId',
        'level',
        'amountMinor',
        'reversedMinor',
        'state',
        'releaseAt',
        'heldAt',
        'heldReason',
        'at',
      ] as const),
    ]),
    list('commissionLines', 'payeeId', [
      'orderId',
      'lineId',
      'netMinor',
      'bps',
      'amountMinor',
      'reversedMinor',
      'ruleId',
    ]),
    list('withdrawals', 'memberId', [
      ...(['id', 'amountMinor', 'feeMinor', 'taxMinor', 'method', 'status', 'reference', 'requestedAt'] as const),
    ]),
    list('payoutShares', 'memberId', [
      'withdrawalId',
      'paymentId',
      'orderId',
      'amountMinor',
      'paidMinor',
      'returnedMinor',
    ]),
    list('withdrawalAccounts', 'memberId', ['id', 'account', 'name']),
    list('commissionCounters', 'payeeId', ['ruleId', 'periodKey', 'grantedMinor']),
    list('referralLinks', 'ownerId', ['code', 'kind', 'target', 'createdAt', 'closedAt']),
    list('linkVisits', 'memberId', ['code', 'day', 'via', 'at']),
  ],
  erased: [
    erasedOf(referralSpecs.withdrawalAccounts, 'member_id', 'erasing'),
    erasedOf(referralSpecs.linkVisits, 'member_id', 'erasing'),
  ],
  leave: leaving(
    (call, memberId) => ({
      unpaid: one(sql<Unpaid>`select pending_minor + frozen_minor + greatest(0, available_minor) as minor
        from commission_accounts where brand_id = ${call.brandId} and member_id = ${memberId}`),
      open: loadOpenWithdrawals(call, memberId),
    }),
    ({ unpaid, open }) => {
      const openMinor = open.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      const commissionMinor = (unpaid?.minor ?? 0) + openMinor
      return {
        losses: { commissionMinor },
        blockedBy: commissionMinor > 0 ? ['commission_unpaid'] : [],
        closing: dropWithdrawals(open),
      }
    },
  ),
}

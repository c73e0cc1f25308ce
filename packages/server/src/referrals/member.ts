import { sql } from 'kysely'
import { leaving, listsOf, type MemberPart } from '../compliance/index.ts'
import { one } from '../kernel/read.ts'
import { type ReferralTables, referralSpecs } from './tables.ts'

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
    list('commissionLines', 'payeeId', ['orderId', 'lineId', 'netMinor', 'bps', 'amountMinor', 'reversedMinor']),
  ],
  leave: leaving(
    (call, memberId) => ({
      unpaid: one(sql<Unpaid>`select pending_minor + frozen_minor + greatest(0, available_minor) as minor
        from commission_accounts where brand_id = ${call.brandId} and member_id = ${memberId}`),
    }),
    ({ unpaid }) => {
      const commissionMinor = unpaid?.minor ?? 0
      return { losses: { commissionMinor }, blockedBy: commissionMinor > 0 ? ['commission_unpaid'] : [] }
    },
  ),
}

import { apply } from './apply.ts'
import { budgetChecks } from './coupons/index.ts'
import { stockChecks } from './inventory/index.ts'
import type { AuditParts } from './ledger/index.ts'
import { pointsChecks } from './points/index.ts'
import { promotionChecks } from './promotions/index.ts'
import { commissionChecks } from './referrals/index.ts'
import { storedValueChecks } from './storedvalue/index.ts'

/** What an audit of the ledger compares it with: what every event posts, and what each concept keeps. */
export const auditParts: AuditParts = {
  apply,
  checks: [
    ...pointsChecks,
    ...commissionChecks,
    ...budgetChecks,
    ...promotionChecks,
    ...stockChecks,
    ...storedValueChecks,
  ],
}

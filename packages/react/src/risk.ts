import type { AppealInput, RiskReview, RiskReviews } from '@siyu/core/risk'
import { useEffect } from 'react'
import { useSiyuContext } from './provider.tsx'
import { useMemberRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** Commissions that were held for a review, and how to say that they are one's own. */
export type CommissionReviews = {
  /** The newest 100. */
  readonly reviews: SiyuQueryResult<RiskReviews>
  /** Once for each, until somebody has decided. */
  readonly appeal: SiyuMutationResult<AppealInput, RiskReview>
}

/** The member's commissions under review 佣金审核. */
export function useCommissionReviews(): CommissionReviews {
  const reviews = useMemberRead((queries) => queries.commissionReviews())
  const appeal = useWrite<AppealInput, RiskReview>({
    name: 'risk.appeal',
    call: (client, input, options) => client.risk.appeal(input, options),
    settled: ({ refresh }) => refresh('commissionReviews'),
  })
  return { reviews, appeal }
}

/**
 * Tells the shop which device this is when somebody is signed in on it, once for each of them. The id is any text of 8
 * to 200 characters that stays with the device; the shop keeps a keyed hash of it. Null tells nothing.
 */
export function useNoteDevice(deviceId: string | null): void {
  const { client, session } = useSiyuContext()
  const memberId = session.status === 'member' ? session.memberId : null
  useEffect(() => {
    if (memberId === null || deviceId === null) return
    // Nothing waits for it, and a shop that does not hear it only knows less.
    client.risk.noteDevice({ deviceId }).catch(() => undefined)
  }, [client, memberId, deviceId])
}

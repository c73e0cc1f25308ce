import type { CouponOffer } from '@siyu/core/coupons'
import { useClaimCoupon, useErrorWords } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { useToast } from '../pieces/toast.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'

/** Takes a coupon, or says why it cannot be taken. Visitors sign in first. */
export function ClaimButton({ offer }: { readonly offer: CouponOffer }): ReactElement {
  const { coupons } = useWords()
  const { templateId, state } = offer
  const claim = useClaimCoupon()
  const requireMember = useRequireMember()
  const wordsFor = useErrorWords()
  const toast = useToast()
  const take = async (): Promise<void> => {
    try {
      await claim.mutateAsync({ templateId })
      toast(coupons.claimedToast)
    } catch (error) {
      toast(wordsFor(error))
    }
  }
  return (
    <button
      type="button"
      className="button button--buy button--small"
      data-testid="claim-coupon"
      data-state={state}
      disabled={state !== 'claimable' || claim.isPending}
      onClick={() => requireMember(() => void take())}
    >
      {coupons.states[state]}
    </button>
  )
}

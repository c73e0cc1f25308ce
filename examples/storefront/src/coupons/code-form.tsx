import type { Coupon } from '@siyu/core/coupons'
import { isSiyuError } from '@siyu/core/kernel'
import { useAcceptCoupon, useErrorWords, useRedeemCode } from '@siyu/react'
import { type ReactElement, type SubmitEvent, useState } from 'react'
import { useLanguage } from '../language/language.tsx'
import { useToast } from '../pieces/toast.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'

/** Where a code is typed: of a batch, a public one, or that of a gift. Visitors sign in first. */
export function CodeForm(): ReactElement {
  const { words, pick } = useLanguage()
  const [code, setCode] = useState('')
  const { take, isPending, error } = useTakeCode()
  const requireMember = useRequireMember()
  const wordsFor = useErrorWords()
  const toast = useToast()
  const redeem = async (): Promise<void> => {
    const coupon = await take(code.trim())
    if (coupon === null) return
    toast(words.coupons.redeemed(pick(coupon.name)))
    setCode('')
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    requireMember(() => void redeem())
  }
  return (
    <form className="panel code" onSubmit={submit}>
      <div className="code__row">
        <input
          className="code__input"
          value={code}
          aria-label={words.coupons.code}
          placeholder={words.coupons.code}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          data-testid="coupon-code"
          onChange={(event) => setCode(event.target.value)}
        />
        <button
          type="submit"
          className="button button--leaf"
          data-testid="redeem-code"
          disabled={code.trim().length < 2 || isPending}
        >
          {words.coupons.redeem}
        </button>
      </div>
      {error === null ? (
        <p className="quiet">{words.coupons.codeHint}</p>
      ) : (
        <p className="code__problem" role="alert" data-testid="code-problem">
          {wordsFor(error)}
        </p>
      )}
    </form>
  )
}

type TakeCode = {
  /** Resolves to the coupon, or to null when the code was refused. */
  readonly take: (code: string) => Promise<Coupon | null>
  readonly isPending: boolean
  readonly error: unknown
}

/** People do not know what kind of code they have: one that opens no coupon may open a gift. */
function useTakeCode(): TakeCode {
  const redeem = useRedeemCode()
  const accept = useAcceptCoupon()
  const [error, setError] = useState<unknown>(null)
  const take = async (code: string): Promise<Coupon | null> => {
    setError(null)
    try {
      return await redeem.mutateAsync({ code })
    } catch (problem) {
      return isSiyuError(problem, 'coupon_code_unknown') ? takeGift(code, problem) : refuse(problem)
    }
  }
  const takeGift = async (giftCode: string, first: unknown): Promise<Coupon | null> => {
    try {
      return await accept.mutateAsync({ giftCode })
    } catch (problem) {
      return refuse(isSiyuError(problem, 'gift_missing') ? first : problem)
    }
  }
  const refuse = (problem: unknown): null => {
    setError(problem)
    return null
  }
  return { take, isPending: redeem.isPending || accept.isPending, error }
}

import type { Coupon, CouponGift } from '@siyu/core/coupons'
import { useAcceptCoupon, useErrorWords, useGiveCoupon, useWithdrawGift } from '@siyu/react'
import type { ReactElement } from 'react'
import { useSearchParams } from 'react-router'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Sheet } from '../pieces/sheet.tsx'
import { useToast } from '../pieces/toast.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'

/** The part of an address that carries a gift's code. */
const giftParam = 'gift'

/** What was given through the link this page was opened with. Nothing without one. */
export function WaitingGift(): ReactElement | null {
  const { words, pick } = useLanguage()
  const [params, setParams] = useSearchParams()
  const accept = useAcceptCoupon()
  const requireMember = useRequireMember()
  const wordsFor = useErrorWords()
  const toast = useToast()
  const giftCode = params.get(giftParam)
  if (giftCode === null) return null
  const take = async (): Promise<void> => {
    try {
      const coupon = await accept.mutateAsync({ giftCode })
      toast(words.coupons.redeemed(pick(coupon.name)))
    } catch (error) {
      toast(wordsFor(error))
    }
    setParams({}, { replace: true })
  }
  return (
    <section className="gift-banner" data-testid="waiting-gift">
      <Icon name="gift" />
      <p>{words.coupons.giftWaiting}</p>
      <button
        type="button"
        className="button button--buy button--small"
        data-testid="accept-gift"
        disabled={accept.isPending}
        onClick={() => requireMember(() => void take())}
      >
        {words.coupons.accept}
      </button>
    </section>
  )
}

export type GiveButtonProps = { readonly coupon: Coupon; readonly onGiven: (gift: CouponGift) => void }

/** Gives a coupon away. */
export function GiveButton({ coupon, onGiven }: GiveButtonProps): ReactElement {
  const { coupons } = useWords()
  const give = useGiveCoupon()
  const wordsFor = useErrorWords()
  const toast = useToast()
  const start = async (): Promise<void> => {
    try {
      onGiven(await give.mutateAsync({ couponId: coupon.id }))
    } catch (error) {
      toast(wordsFor(error))
    }
  }
  return (
    <button
      type="button"
      className="ticket__link"
      data-testid="give-coupon"
      disabled={give.isPending}
      onClick={() => void start()}
    >
      {coupons.give}
    </button>
  )
}

export type GiftSheetProps = { readonly gift: CouponGift | null; readonly onClose: () => void }

/** The code of a gift and the link to send. */
export function GiftSheet({ gift, onClose }: GiftSheetProps): ReactElement {
  const { coupons } = useWords()
  return (
    <Sheet isOpen={gift !== null} title={coupons.giveTitle} testId="gift-sheet" onClose={onClose}>
      {gift !== null && <GiftCode gift={gift} />}
    </Sheet>
  )
}

function GiftCode({ gift: { giftCode, giftedUntil } }: { readonly gift: CouponGift }): ReactElement {
  const { coupons } = useWords()
  const moment = useMoment()
  const toast = useToast()
  const url = `${location.origin}/coupons?${giftParam}=${encodeURIComponent(giftCode)}`
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(url)
      toast(coupons.copied)
    } catch {
      // Without permission, or on plain http: the link stands there to be copied by hand.
      toast(coupons.copyByHand)
    }
  }
  return (
    <>
      <p className="quiet">{coupons.giveLead}</p>
      <p className="gift-code">
        <small>{coupons.giftCode}</small>
        <strong data-testid="gift-code">{giftCode}</strong>
        <small>{coupons.given(moment(giftedUntil))}</small>
      </p>
      <input
        className="code__input"
        readOnly
        value={url}
        aria-label={coupons.giftLink}
        data-testid="gift-link"
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="button button--leaf button--wide" onClick={() => void copy()}>
        <Icon name="copy" small />
        {coupons.copy}
      </button>
    </>
  )
}

/** Takes a gift back that nobody has come for. */
export function WithdrawButton({ coupon }: { readonly coupon: Coupon }): ReactElement {
  const { coupons } = useWords()
  const withdraw = useWithdrawGift()
  const wordsFor = useErrorWords()
  const toast = useToast()
  return (
    <button
      type="button"
      className="button button--quiet button--small"
      data-testid="withdraw-gift"
      disabled={withdraw.isPending}
      onClick={() =>
        withdraw.mutate(
          { couponId: coupon.id },
          { onSuccess: () => toast(coupons.withdrawn), onError: (error) => toast(wordsFor(error)) },
        )
      }
    >
      {coupons.withdraw}
    </button>
  )
}

import type { Cart } from '@siyu/core/carts'
import type { Coupon } from '@siyu/core/coupons'
import type { Explanation, Quote } from '@siyu/core/pricing'
import { useCart, useCoupons, useFormatMoney, useQuote } from '@siyu/react'
import { type ReactElement, useMemo, useState } from 'react'
import { useTerms } from '../coupons/terms.ts'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Sheet } from '../pieces/sheet.tsx'
import { Empty } from '../pieces/states.tsx'
import { useReason } from './reasons.ts'

export type CouponPickerProps = { readonly cart: Cart; readonly quote: Quote | undefined }

/** The row that says which coupon is used, and the sheet that chooses another. */
export function CouponPicker({ cart, quote }: CouponPickerProps): ReactElement {
  const { cart: words } = useWords()
  const [isOpen, setOpen] = useState(false)
  const { chooseCoupon } = useCart()
  const coupons = useCoupons().data?.items.filter(isOpenCoupon) ?? []
  const choose = (couponId: string | null): void => {
    void chooseCoupon(couponId)
    setOpen(false)
  }
  return (
    <>
      <button type="button" className="row" data-testid="coupon-picker" onClick={() => setOpen(true)}>
        <span className="row__label">{words.coupon}</span>
        <Chosen cart={cart} quote={quote} ownedCount={coupons.length} />
        <Icon name="next" />
      </button>
      <Sheet isOpen={isOpen} title={words.chooseCoupon} onClose={() => setOpen(false)} testId="coupon-sheet">
        {coupons.length === 0 && <Empty title={words.noCoupons} hint={words.noCouponsHint} />}
        <ul className="choices">
          {coupons.map((coupon) => (
            <Choice
              key={coupon.id}
              cart={cart}
              coupon={coupon}
              isChosen={cart.couponId === coupon.id}
              onChoose={() => choose(coupon.id)}
            />
          ))}
        </ul>
        {cart.couponId !== null && (
          <button
            type="button"
            className="button button--quiet button--wide"
            data-testid="coupon-none"
            onClick={() => choose(null)}
          >
            {words.withoutCoupon}
          </button>
        )}
      </Sheet>
    </>
  )
}

function isOpenCoupon({ status }: Coupon): boolean {
  return status === 'issued'
}

type ChosenProps = CouponPickerProps & { readonly ownedCount: number }

function Chosen({ cart, quote, ownedCount }: ChosenProps): ReactElement {
  const { cart: words } = useWords()
  const money = useFormatMoney()
  const reasonOf = useReason()
  const used = couponIn(quote)
  if (cart.couponId === null || used === undefined) {
    return <span className="row__value">{ownedCount > 0 ? words.couponsOwned(ownedCount) : words.noCoupons}</span>
  }
  return used.reason === null ? (
    <span className="row__value row__value--less">−{money(used.minor).text}</span>
  ) : (
    <span className="row__value row__value--warn">{reasonOf(used)}</span>
  )
}

function couponIn(quote: Quote | undefined): Explanation | undefined {
  return quote?.explain.find(({ source }) => source === 'coupon')
}

type ChoiceProps = {
  readonly cart: Cart
  readonly coupon: Coupon
  readonly isChosen: boolean
  readonly onChoose: () => void
}

/** A coupon with what it would save here, or why it would not. */
function Choice({ cart, coupon, isChosen, onChoose }: ChoiceProps): ReactElement {
  const { words, pick } = useLanguage()
  const money = useFormatMoney()
  const moment = useMoment()
  const reasonOf = useReason()
  const { value, condition } = useTerms()(coupon)
  const basket = useMemo(() => ({ lines: cart.lines, couponId: coupon.id }), [cart.lines, coupon.id])
  const found = couponIn(useQuote(basket).quote)
  const isUsable = found !== undefined && found.reason === null
  return (
    <li>
      <button
        type="button"
        className={isUsable ? 'choice' : 'choice choice--idle'}
        aria-pressed={isChosen}
        disabled={!isUsable}
        data-testid="coupon-choice"
        data-state={isUsable ? 'usable' : (found?.reason ?? 'loading')}
        onClick={onChoose}
      >
        <strong className="choice__value">{value}</strong>
        <span className="choice__text">
          <b>{pick(coupon.name)}</b>
          <small>{condition}</small>
          <small>{words.coupons.validUntil(moment(coupon.validUntil))}</small>
          {found !== undefined && (
            <em className={isUsable ? 'choice__saves' : 'choice__why'}>
              {isUsable ? words.cart.saves(money(found.minor).text) : reasonOf(found)}
            </em>
          )}
        </span>
        {isChosen && <Icon name="check" />}
      </button>
    </li>
  )
}

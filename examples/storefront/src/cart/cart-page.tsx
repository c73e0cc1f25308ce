import type { Cart } from '@siyu/core/carts'
import type { Quote } from '@siyu/core/pricing'
import { type QuoteDifference, useCart, useFormatMoney, useQuote, useSession } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link, useNavigate } from 'react-router'
import { RegionRow, useDeliveryState } from '../delivery/delivery.tsx'
import { InShop } from '../kolshop/in-shop.tsx'
import { useWords } from '../language/language.tsx'
import { useLatest } from '../pieces/latest.ts'
import { Page } from '../pieces/page.tsx'
import { Price } from '../pieces/price.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'
import { CartChanges, Parcels } from './cart-changes.tsx'
import { CartLineRow, GiftRow } from './cart-line.tsx'
import { CouponPicker } from './coupon-picker.tsx'
import { Explained } from './explained.tsx'
import { PointsPicker } from './points-picker.tsx'

/** The cart 购物车: what is in it, what lowers its price, and what it costs. */
export function CartPage(): ReactElement {
  const { cart: words } = useWords()
  const { cart } = useCart()
  const quoted = useQuote()
  const quote = useLatest(quoted.quote)
  const isFilled = cart !== undefined && cart.lines.length > 0
  return (
    <Page
      title={words.title}
      bar={isFilled ? <TotalBar quote={quote} isReady={!quoted.isPreview && quoted.quote !== undefined} /> : undefined}
    >
      <Contents />
    </Page>
  )
}

function Contents(): ReactElement {
  const { cart: words } = useWords()
  const { cart, error, query } = useCart()
  const quoted = useQuote()
  const quote = useLatest(quoted.quote)
  const isGuest = useSession().status === 'anonymous'
  if (cart === undefined) {
    return query.error ? (
      <Problem error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={3} tall />
    )
  }
  if (cart.lines.length === 0) {
    return (
      <Empty title={words.empty} hint={isGuest ? words.signInHint : words.emptyHint}>
        <Link className="button button--leaf" to="/">
          {words.browse}
        </Link>
        {isGuest && <SignIn />}
      </Empty>
    )
  }
  return (
    <>
      <InShop />
      {isGuest ? <Guest /> : <CartChanges quote={quote} />}
      <ul className="panel lines" aria-label={words.title}>
        {cart.lines.map((line) => (
          <CartLineRow
            key={line.lineId}
            line={line}
            quoted={quote?.lines.find(({ lineId }) => lineId === line.lineId)}
          />
        ))}
        {quote?.lines
          .filter(({ giftOf }) => giftOf !== null)
          .map((line) => (
            <GiftRow key={line.lineId} line={line} quote={quote} />
          ))}
      </ul>
      <Problem error={error ?? quoted.query.error} />
      <Updated difference={quoted.difference} />
      <Savings cart={cart} quote={quote} isGuest={isGuest} />
    </>
  )
}

/** Where a visitor's cart is kept, and the way to keep it for good. */
function Guest(): ReactElement {
  const { goods } = useWords()
  return (
    <section className="panel panel--text guest" data-testid="guest-cart">
      <p>{goods.cart.guest}</p>
      <SignIn />
    </section>
  )
}

function SignIn(): ReactElement {
  const { signIn } = useWords()
  const requireMember = useRequireMember()
  return (
    <button
      type="button"
      className="button button--quiet button--small"
      data-testid="sign-in"
      onClick={() => requireMember()}
    >
      {signIn.action}
    </button>
  )
}

/** The price that was shown is another by now. Nothing while it is the same. */
export function Updated({ difference }: { readonly difference: QuoteDifference | null }): ReactElement | null {
  const { cart: words } = useWords()
  const money = useFormatMoney()
  if (difference === null) return null
  const { previewMinor, payableMinor } = difference
  return (
    <p className="updated" role="status" data-testid="price-updated">
      {words.updated(money(previewMinor).text, money(payableMinor).text)}
    </p>
  )
}

type SavingsProps = { readonly cart: Cart; readonly quote: Quote | undefined; readonly isGuest: boolean }

function Savings({ cart, quote, isGuest }: SavingsProps): ReactElement {
  const delivery = useDeliveryState(quote)
  return (
    <>
      <div className="panel">
        <RegionRow state={delivery} />
        {!isGuest && <CouponPicker cart={cart} />}
        {!isGuest && <PointsPicker cart={cart} />}
      </div>
      {!isGuest && <Parcels quote={quote} />}
      {quote === undefined ? <Skeleton rows={2} /> : <Explained quote={quote} withHints />}
    </>
  )
}

type TotalBarProps = { readonly quote: Quote | undefined; readonly isReady: boolean }

function TotalBar({ quote, isReady }: TotalBarProps): ReactElement {
  const { cart: words, goods } = useWords()
  const navigate = useNavigate()
  const requireMember = useRequireMember()
  const isGuest = useSession().status === 'anonymous'
  const delivery = useDeliveryState(quote)
  const isDeliverable = delivery === 'free' || delivery === 'priced'
  return (
    <>
      <div className="bar__total" aria-live="polite">
        <span>{words.total}</span>
        {quote !== undefined && <Price minor={quote.payableMinor} size="large" testId="cart-total" />}
      </div>
      <button
        type="button"
        className="button button--buy"
        data-testid="checkout"
        disabled={!isReady || !isDeliverable}
        onClick={() => requireMember(() => void navigate('/checkout'))}
      >
        {isGuest ? goods.cart.guestCheckout : words.checkout}
      </button>
    </>
  )
}

import type { Quote } from '@siyu/core/pricing'
import { type CheckoutResult, useCart, useCheckout, useQuote } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { GiftRow } from '../cart/cart-line.tsx'
import { Updated } from '../cart/cart-page.tsx'
import { Explained } from '../cart/explained.tsx'
import { RegionRow, useDeliveryState } from '../delivery/delivery.tsx'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Price } from '../pieces/price.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { MembersOnly } from '../sign-in/sign-in.tsx'
import { PaymentSheet } from './payment-sheet.tsx'

/** The last look before the order stands. */
export function CheckoutPage(): ReactElement {
  const { checkout: words, cart } = useWords()
  const { quote, isPreview, difference, query } = useQuote()
  const checkout = useCheckout()
  const navigate = useNavigate()
  const [agreed, setAgreed] = useState<Quote | null>(null)
  const isOrdering = checkout.step !== 'idle' && !(checkout.step === 'failed' && checkout.order === null)
  // The cart empties when the order stands; what was agreed stays in view.
  const shown = isOrdering ? (agreed ?? quote) : quote
  const delivery = useDeliveryState(quote)
  const isDeliverable = delivery === 'free' || delivery === 'priced'
  const submit = async (): Promise<void> => {
    if (quote === undefined) return
    setAgreed(quote)
    const reached = await checkout.submit(quote)
    if (reached.step === 'failed' && reached.order === null) await query.refetch()
  }
  return (
    <>
      <Page
        title={words.title}
        back
        bar={
          shown && (
            <>
              <div className="bar__total">
                <span>{cart.payable}</span>
                <Price minor={shown.payableMinor} size="large" testId="checkout-total" />
              </div>
              <button
                type="button"
                className="button button--buy"
                data-testid="place-order"
                disabled={isPreview || isOrdering || !isDeliverable}
                onClick={() => void submit()}
              >
                {checkout.step === 'submitting' ? words.placing : words.place}
              </button>
            </>
          )
        }
      >
        <MembersOnly hint={cart.signInHint}>
          {checkout.step === 'failed' && checkout.order === null && <Problem error={checkout.error} />}
          {shown !== undefined && !isOrdering && <Updated difference={difference} />}
          {shown !== undefined && !isOrdering && <Delivery state={delivery} />}
          {shown === undefined ? <Nothing /> : <Agreement quote={shown} />}
        </MembersOnly>
      </Page>
      <Payment checkout={checkout} onLeave={(orderId) => void navigate(`/orders/${orderId}`, { replace: true })} />
    </>
  )
}

function Delivery({ state }: Parameters<typeof RegionRow>[0]): ReactElement | null {
  if (state === undefined || state === 'free') return null
  return (
    <div className="panel">
      <RegionRow state={state} />
    </div>
  )
}

type PaymentProps = { readonly checkout: CheckoutResult; readonly onLeave: (orderId: string) => void }

function Payment({ checkout, onLeave }: PaymentProps): ReactElement {
  const navigate = useNavigate()
  return (
    <PaymentSheet
      checkout={checkout}
      onPaid={({ id }) => void navigate(`/paid/${id}`, { replace: true })}
      onLeave={({ id }) => onLeave(id)}
    />
  )
}

function Nothing(): ReactElement {
  const { cart: words } = useWords()
  const { cart } = useCart()
  if (cart === undefined || cart.lines.length > 0) return <Skeleton rows={3} tall />
  return (
    <Empty title={words.empty}>
      <Link className="button button--leaf" to="/">
        {words.browse}
      </Link>
    </Empty>
  )
}

function Agreement({ quote }: { readonly quote: Quote }): ReactElement {
  const { words, pick } = useLanguage()
  return (
    <>
      <ul className="panel lines">
        {quote.lines.map((line) =>
          line.giftOf !== null ? (
            <GiftRow key={line.lineId} line={line} quote={quote} />
          ) : (
            <li key={line.lineId} className="line line--flat">
              <span className="line__picture">
                <Illustration product={{ id: line.productId, title: line.title }} />
              </span>
              <div className="line__text">
                <p className="line__name">{pick(line.title)}</p>
                <p className="quiet">×{line.quantity}</p>
              </div>
              <Price minor={line.payableMinor} listMinor={line.listMinor} size="small" />
            </li>
          ),
        )}
      </ul>
      <Explained quote={quote} />
      <p className="footnote">{words.checkout.note}</p>
    </>
  )
}

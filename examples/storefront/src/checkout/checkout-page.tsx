import type { Quote } from '@siyu/core/pricing'
import { type CheckoutResult, type CheckoutTerms, useCart, useCheckout, useQuote } from '@siyu/react'
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
import { Split, StoredValueRow, useStoredPayment } from '../stored-value/pay-row.tsx'
import { PaymentSheet } from './payment-sheet.tsx'
import { useChosenAddress, Wishes } from './wishes.tsx'

/** The last look before the order stands. */
export function CheckoutPage(): ReactElement {
  const { checkout: words, cart, goods } = useWords()
  const { quote, isPreview, difference, query } = useQuote()
  const checkout = useCheckout()
  const navigate = useNavigate()
  const [agreed, setAgreed] = useState<Agreed | null>(null)
  const [isStored, setStored] = useState(false)
  const stored = useStoredPayment(quote?.payableMinor ?? 0)
  const isOrdering = checkout.step !== 'idle' && !(checkout.step === 'failed' && checkout.order === null)
  // The cart empties when the order stands; what was agreed stays in view.
  const wanted = quote && { quote, storedMinor: isStored ? stored.payMinor : 0 }
  const { quote: shown, storedMinor = 0 } = (isOrdering ? (agreed ?? wanted) : wanted) ?? {}
  const delivery = useDeliveryState(quote)
  const chosen = useChosenAddress()
  const [wishes, setWishes] = useState<CheckoutTerms>({})
  const isDeliverable = delivery === 'free' || delivery === 'priced'
  const submit = async (): Promise<void> => {
    if (wanted === undefined) return
    setAgreed(wanted)
    const address = chosen === undefined ? {} : { addressId: chosen.id }
    const reached = await checkout.submit(wanted.quote, { ...wishes, ...address, storedValueMinor: wanted.storedMinor })
    if (reached.step !== 'failed' || reached.order !== null) return
    stored.refresh()
    await query.refetch()
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
                <span>{storedMinor > 0 ? goods.storedValue.due : cart.payable}</span>
                <Price minor={shown.payableMinor - storedMinor} size="large" testId="checkout-total" />
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
          {shown !== undefined && !isOrdering && chosen === undefined && <Delivery state={delivery} />}
          {shown !== undefined && !isOrdering && <Wishes chosen={chosen} wishes={wishes} onChange={setWishes} />}
          {shown !== undefined && !isOrdering && (
            <StoredValueRow payment={stored} isOn={isStored} onChange={setStored} />
          )}
          {shown === undefined ? <Nothing /> : <Agreement quote={shown} storedMinor={storedMinor} />}
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

/** What the member agrees to: the price, and what of it stored value pays. */
type Agreed = { readonly quote: Quote; readonly storedMinor: number }

function Agreement({ quote, storedMinor }: Agreed): ReactElement {
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
      <Split storedMinor={storedMinor} payableMinor={quote.payableMinor} />
      <p className="footnote">{words.checkout.note}</p>
    </>
  )
}

import type { MallOffer } from '@siyu/core/points'
import { useCheckout, useFormatMoney, usePoints } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useNavigate } from 'react-router'
import { PaymentSheet } from '../checkout/payment-sheet.tsx'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage, useWords } from '../language/language.tsx'
import { Sheet } from '../pieces/sheet.tsx'
import { Problem } from '../pieces/states.tsx'
import { Stepper } from '../pieces/stepper.tsx'
import { useToast } from '../pieces/toast.tsx'
import { PointsPrice } from './points-price.tsx'
import { useRedemption } from './redemption.ts'

/** The most pieces the sheet offers at once. */
const mostPieces = 99

export type RedeemSheetProps = {
  /** What is to be redeemed; null for nothing. */
  readonly offer: MallOffer | null
  readonly onClose: () => void
}

/** Asks once more, turns points into an order, and pays what money it takes. */
export function RedeemSheet({ offer, onClose }: RedeemSheetProps): ReactElement {
  const { mall: words } = useWords().club
  const navigate = useNavigate()
  const toast = useToast()
  const checkout = useCheckout()
  return (
    <>
      <Sheet isOpen={offer !== null} title={words.sheet} onClose={onClose} testId="redeem-sheet">
        {offer !== null && (
          <Redeem key={offer.id} offer={offer} onOrdered={onClose} onPay={(order) => void checkout.payOrder(order)} />
        )}
      </Sheet>
      <PaymentSheet
        checkout={checkout}
        onPaid={({ id, payableMinor }) => {
          if (payableMinor > 0) return void navigate(`/paid/${id}`, { replace: true })
          toast(words.done)
          void navigate(`/orders/${id}`)
        }}
        onLeave={({ id }) => void navigate(`/orders/${id}`)}
      />
    </>
  )
}

type RedeemProps = {
  readonly offer: MallOffer
  readonly onOrdered: () => void
  readonly onPay: Parameters<typeof useRedemption>[1]
}

function Redeem({ offer, onOrdered, onPay }: RedeemProps): ReactElement {
  const { words, pick } = useLanguage()
  const { mall } = words.club
  const [quantity, setQuantity] = useState(1)
  const { data: points } = usePoints()
  const { redeem, error, isPending } = useRedemption(offer, (order) => {
    onOrdered()
    onPay(order)
  })
  const { productId, title, skuTitle, cashMinor, pointsCount, leftCount, perMemberLimit, state } = offer
  const most = Math.max(1, Math.min(leftCount, perMemberLimit ?? mostPieces, mostPieces))
  const missingCount = points === undefined ? 0 : pointsCount * quantity - points.spendableCount
  // Signing in may have shown that the item is not for this member.
  const isOpen = state === 'open'
  const act = cashMinor > 0 ? mall.confirmCash : mall.confirm
  const wish = missingCount > 0 ? mall.short(missingCount) : act
  return (
    <>
      <div className="variant-top">
        <Illustration product={{ id: productId, title }} />
        <div>
          <p className="offer__name">{pick(title)}</p>
          <p className="quiet">{pick(skuTitle)}</p>
          <PointsPrice {...offer} />
        </div>
      </div>
      <div className="redeem__quantity">
        <span>{mall.quantity}</span>
        <Stepper value={quantity} min={1} max={most} label={mall.quantity} onChange={setQuantity} />
      </div>
      <Sums offer={offer} quantity={quantity} spendableCount={points?.spendableCount} />
      <Problem error={error} />
      <button
        type="button"
        className="button button--buy button--wide"
        data-testid="redeem-confirm"
        disabled={points === undefined || missingCount > 0 || isPending || !isOpen}
        onClick={() => void redeem(quantity)}
      >
        {isPending ? mall.busy : isOpen ? wish : mall.states[state]}
      </button>
      <p className="footnote">{mall.note}</p>
    </>
  )
}

type SumsProps = {
  readonly offer: MallOffer
  readonly quantity: number
  readonly spendableCount: number | undefined
}

function Sums({ offer, quantity, spendableCount }: SumsProps): ReactElement {
  const { mall } = useWords().club
  const money = useFormatMoney()
  const pointsCount = offer.pointsCount * quantity
  const after = spendableCount === undefined ? undefined : spendableCount - pointsCount
  return (
    <dl className="redeem__sums">
      <div>
        <dt>{mall.pay}</dt>
        <dd data-testid="redeem-points">{pointsCount}</dd>
      </div>
      {offer.cashMinor > 0 && (
        <div>
          <dt>{mall.cash}</dt>
          <dd data-testid="redeem-cash">{money(offer.cashMinor * quantity).text}</dd>
        </div>
      )}
      {after !== undefined && after >= 0 && (
        <div>
          <dt>{mall.after}</dt>
          <dd>{after}</dd>
        </div>
      )}
    </dl>
  )
}

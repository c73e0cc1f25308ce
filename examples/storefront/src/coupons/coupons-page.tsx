import { type Coupon, type CouponGift, type CouponOffer, couponState, isGifted } from '@siyu/core/coupons'
import { useCouponCentre, useCoupons, useSession } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useMoment, useWords } from '../language/language.tsx'
import type { ShopWords } from '../language/zh.ts'
import { Page } from '../pieces/page.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { ClaimButton } from './claim-button.tsx'
import { CodeForm } from './code-form.tsx'
import { GiftSheet, GiveButton, WaitingGift, WithdrawButton } from './gift.tsx'
import { byState } from './offers.ts'
import { Ticket } from './ticket.tsx'

/** The coupon centre 领券中心, and below it the member's wallet. */
export function CouponsPage(): ReactElement {
  const { coupons } = useWords()
  const session = useSession()
  return (
    <Page title={coupons.title}>
      <WaitingGift />
      <CodeForm />
      <Offers />
      {session.status === 'member' && <Wallet />}
    </Page>
  )
}

function Offers(): ReactElement {
  const { coupons } = useWords()
  const { data, error, isPending, refetch } = useCouponCentre()
  if (isPending) return <Skeleton rows={3} tall />
  if (data === undefined) return <Problem error={error} onRetry={() => void refetch()} />
  if (data.items.length === 0) return <Empty title={coupons.none} hint={coupons.noneHint} />
  return (
    <section className="stack" aria-label={coupons.title}>
      {[...data.items].sort(byState).map((offer) => (
        <Ticket
          key={offer.templateId}
          terms={offer}
          note={noteOf(offer, coupons)}
          isDull={offer.state !== 'claimable' && offer.state !== 'claimed'}
          testId="offer"
          state={offer.state}
        >
          <ClaimButton offer={offer} />
        </Ticket>
      ))}
    </section>
  )
}

/** Below this many, the centre says that few are left. */
const scarceCount = 20

function noteOf({ state, leftCount }: CouponOffer, words: ShopWords['coupons']): string | undefined {
  if (leftCount === null || state === 'sold_out' || state === 'ended') return undefined
  return leftCount <= scarceCount ? words.fewLeft(leftCount) : words.left(leftCount)
}

function Wallet(): ReactElement {
  const { coupons } = useWords()
  const { data } = useCoupons()
  return (
    <section className="stack" aria-label={coupons.wallet}>
      <h2 className="heading">{coupons.wallet}</h2>
      {data === undefined && <Skeleton rows={2} tall />}
      {data?.items.length === 0 && <p className="quiet">{coupons.walletEmpty}</p>}
      {data?.items.map((coupon) => (
        <Owned key={coupon.id} coupon={coupon} />
      ))}
    </section>
  )
}

function Owned({ coupon }: { readonly coupon: Coupon }): ReactElement {
  const { coupons } = useWords()
  const moment = useMoment()
  const [gift, setGift] = useState<CouponGift | null>(null)
  const now = Date.now()
  const state = couponState(coupon, now)
  const isGiven = state === 'issued' && isGifted(coupon, now)
  const note = isGiven
    ? coupons.given(moment(coupon.giftedUntil ?? coupon.validUntil))
    : coupons.validUntil(moment(coupon.validUntil))
  return (
    <>
      <Ticket
        terms={coupon}
        note={note}
        isDull={state !== 'issued' || isGiven}
        testId="wallet-coupon"
        state={isGiven ? 'given' : state}
      >
        {state !== 'issued' && <span className="quiet">{coupons.wallets[state]}</span>}
        {isGiven && <WithdrawButton coupon={coupon} />}
        {state === 'issued' && !isGiven && (
          <>
            <Link className="button button--quiet button--small" to="/cart">
              {coupons.use}
            </Link>
            {coupon.transferable === true && <GiveButton coupon={coupon} onGiven={setGift} />}
          </>
        )}
      </Ticket>
      <GiftSheet gift={gift} onClose={() => setGift(null)} />
    </>
  )
}

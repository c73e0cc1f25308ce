import type { Coupon } from '@siyu/core/coupons'
import { useCouponCentre, useCoupons, useSession } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { useMoment, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { ClaimButton } from './claim-button.tsx'
import { Ticket } from './ticket.tsx'

/** The coupon centre 领券中心, and below it the member's wallet. */
export function CouponsPage(): ReactElement {
  const { coupons } = useWords()
  const session = useSession()
  return (
    <Page title={coupons.title}>
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
      {data.items.map((offer) => (
        <Ticket
          key={offer.templateId}
          terms={offer}
          note={offer.leftCount === null ? undefined : coupons.left(offer.leftCount)}
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
  const isOver = coupon.validUntil <= Date.now()
  const state = coupon.status === 'issued' && isOver ? 'expired' : coupon.status
  const note = coupons.validUntil(moment(coupon.validUntil))
  return (
    <Ticket terms={coupon} note={note} isDull={state !== 'issued'} testId="wallet-coupon" state={state}>
      {state === 'issued' ? (
        <Link className="button button--quiet button--small" to="/cart">
          {coupons.use}
        </Link>
      ) : (
        <span className="quiet">{coupons.wallets[state]}</span>
      )}
    </Ticket>
  )
}

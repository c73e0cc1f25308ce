import type { FlashOffer, FlashSale } from '@siyu/core/flashsales'
import { useBuyFlash, useFlashSale, useFlashSales } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useDelivery } from '../delivery/delivery.tsx'
import { useLanguage, useWords } from '../language/language.tsx'
import { Page } from '../pieces/page.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'
import { Clock } from './clock.tsx'
import { OfferCard } from './offer-card.tsx'
import { OrderSheet, type Wish } from './order-sheet.tsx'

/** Flash sales 秒杀 that are open or come next. */
export function FlashPage(): ReactElement {
  const { flash } = useWords().sales
  const { data, error, isPending, refetch } = useFlashSales()
  return (
    <Page title={flash.title} back>
      {isPending && <Skeleton rows={3} tall />}
      {!isPending && data === undefined && <Problem error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={flash.empty} hint={flash.emptyHint} />}
      {data?.items.map(({ id }) => (
        <Session key={id} sessionId={id} />
      ))}
    </Page>
  )
}

function Session({ sessionId }: { readonly sessionId: string }): ReactElement | null {
  const { pick } = useLanguage()
  const { data: sale, refetch } = useFlashSale(sessionId)
  const [wish, setWish] = useState<Wish | null>(null)
  const wishFor = useWish(sessionId)
  const requireMember = useRequireMember()
  if (sale === undefined) return null
  return (
    <section className="panel flash" data-testid="flash-sale" data-phase={sale.phase}>
      <header className="flash__head">
        <h2>{pick(sale.name)}</h2>
        <PhaseClock sale={sale} onDone={() => void refetch()} />
      </header>
      <ul className="stack">
        {sale.items.map((offer) => (
          <Offer key={offer.skuId} offer={offer} onBuy={() => requireMember(() => setWish(wishFor(offer)))} />
        ))}
      </ul>
      <OrderSheet wish={wish} onClose={() => setWish(null)} />
    </section>
  )
}

function useWish(sessionId: string): (offer: FlashOffer) => Wish {
  const { pick } = useLanguage()
  const { place } = useDelivery()
  const { mutateAsync } = useBuyFlash()
  return ({ skuId, title, priceMinor, listMinor }) => ({
    name: pick(title),
    ...{ priceMinor, listMinor },
    place: (orderId, expectedPayableMinor) =>
      mutateAsync({ sessionId, orderId, skuId, quantity: 1, expectedPayableMinor, place }),
  })
}

function PhaseClock({ sale, onDone }: { readonly sale: FlashSale; readonly onDone: () => void }): ReactElement {
  const { flash } = useWords().sales
  if (sale.phase === 'ended') return <span className="quiet">{flash.over}</span>
  const isOpen = sale.phase === 'open'
  // Another moment to count to is another clock.
  return (
    <Clock
      key={sale.phase}
      until={isOpen ? sale.endsAt : sale.startsAt}
      label={isOpen ? flash.endsIn : flash.startsIn}
      onDone={onDone}
    />
  )
}

type OfferProps = { readonly offer: FlashOffer; readonly onBuy: () => void }

function Offer({ offer, onBuy }: OfferProps): ReactElement {
  const { flash } = useWords().sales
  const { pick } = useLanguage()
  const { skuTitle, priceMinor, leftCount, bucketCount, perMemberCount, state } = offer
  return (
    <li data-testid="flash-offer">
      <OfferCard
        {...{ offer, priceMinor, note: `${pick(skuTitle)} · ${flash.limit(perMemberCount)}` }}
        button={{ label: flash.states[state], testId: 'flash-buy', state, isOn: state === 'open', onClick: onBuy }}
      >
        <progress
          className="flash__bar"
          max={bucketCount}
          value={bucketCount - Math.min(bucketCount, leftCount)}
          aria-label={flash.left(leftCount, bucketCount)}
        />
        <p className="quiet" data-testid="flash-left">
          {state === 'sold_out' ? flash.maybe : flash.left(leftCount, bucketCount)}
        </p>
      </OfferCard>
    </li>
  )
}

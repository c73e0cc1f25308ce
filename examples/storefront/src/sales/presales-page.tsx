import { balanceMinor, type PresaleOffer, paidMinor, termsOf } from '@siyu/core/presales'
import { useBuyPresale, useFormatMoney, usePresales } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { useDelivery } from '../delivery/delivery.tsx'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { ListPage } from '../pieces/list-page.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'
import { OfferCard } from './offer-card.tsx'
import { OrderSheet, type Wish } from './order-sheet.tsx'

/** Presales 预售 that take orders or come next. */
export function PresalesPage(): ReactElement {
  const { presale: words } = useWords().sales
  return (
    <ListPage list={usePresales()} words={words}>
      {(offer) => <Offer key={offer.id} offer={offer} />}
    </ListPage>
  )
}

function Offer({ offer }: { readonly offer: PresaleOffer }): ReactElement {
  const { words, pick } = useLanguage()
  const { flash, presale } = words.sales
  const requireMember = useRequireMember()
  const wishFor = useWish()
  const [wish, setWish] = useState<Wish | null>(null)
  const { skuTitle, leftCount, bucketCount, perMemberCount, state } = offer
  const note = `${pick(skuTitle)} · ${flash.limit(perMemberCount)} · ${flash.left(leftCount, bucketCount)}`
  return (
    <li className="panel" data-testid="presale-offer">
      <OfferCard
        {...{ offer, priceMinor: paidMinor(offer), note }}
        button={{
          ...{ label: presale.states[state], testId: 'presale-buy', state, isOn: state === 'open' },
          onClick: () => requireMember(() => setWish(wishFor(offer))),
        }}
      />
      <Terms offer={offer} />
      <OrderSheet wish={wish} onClose={() => setWish(null)} />
    </li>
  )
}

function useWish(): (offer: PresaleOffer) => Wish {
  const { pick } = useLanguage()
  const { place } = useDelivery()
  const { mutateAsync } = useBuyPresale()
  return (offer) => ({
    ...{ name: pick(offer.title), priceMinor: paidMinor(offer), listMinor: offer.listMinor },
    terms: <Terms offer={offer} />,
    place: (orderId, expectedPayableMinor) =>
      mutateAsync({ presaleId: offer.id, orderId, quantity: 1, expectedPayableMinor, terms: termsOf(offer), place }),
  })
}

/** What is paid when, and what becomes of the deposit: a buyer must have seen it before ordering. */
function Terms({ offer }: { readonly offer: PresaleOffer }): ReactElement {
  const { presale } = useWords().sales
  const money = useFormatMoney()
  const moment = useMoment()
  const { depositMinor, depositWorthMinor, balanceFrom, balanceUntil, shipsFrom, forfeit } = offer
  const isWorthMore = depositWorthMinor > depositMinor
  return (
    <dl className="step__facts presale-terms" data-testid="presale-terms">
      <div>
        <dt>{presale.deposit}</dt>
        <dd>
          {money(depositMinor).text}
          {isWorthMore && ` · ${presale.worth(money(depositWorthMinor).text)}`}
        </dd>
      </div>
      <div>
        <dt>{presale.balance}</dt>
        <dd>
          {money(balanceMinor(offer)).text} · {presale.between(moment(balanceFrom), moment(balanceUntil))}
        </dd>
      </div>
      <div>
        <dt>{presale.ships}</dt>
        <dd>{presale.from(moment(shipsFrom))}</dd>
      </div>
      <div>
        <dt>{presale.unpaid}</dt>
        <dd data-testid="presale-forfeit" data-forfeit={forfeit}>
          {presale.forfeit[forfeit]}
        </dd>
      </div>
    </dl>
  )
}

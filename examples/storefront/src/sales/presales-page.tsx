import { balanceMinor, type PresaleOffer, paidMinor, termsOf } from '@siyu/core/presales'
import { useBuyPresale, useFormatMoney, usePresales } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useDelivery } from '../delivery/delivery.tsx'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import { ListPage } from '../pieces/list-page.tsx'
import { Price } from '../pieces/price.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'
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
  const { productId, title, skuTitle, listMinor, leftCount, bucketCount, perMemberCount, state } = offer
  return (
    <li className="panel" data-testid="presale-offer">
      <div className="offer">
        <Link className="offer__picture" to={`/products/${productId}`} tabIndex={-1} aria-hidden="true">
          <Illustration product={{ id: productId, title }} />
        </Link>
        <div className="offer__text">
          <p className="offer__name">{pick(title)}</p>
          <p className="quiet">
            {pick(skuTitle)} · {flash.limit(perMemberCount)} · {flash.left(leftCount, bucketCount)}
          </p>
          <div className="offer__act">
            <Price minor={paidMinor(offer)} listMinor={listMinor} />
            <button
              type="button"
              className="button button--buy button--small offer__button"
              data-testid="presale-buy"
              data-state={state}
              disabled={state !== 'open'}
              onClick={() => requireMember(() => setWish(wishFor(offer)))}
            >
              {presale.states[state]}
            </button>
          </div>
        </div>
      </div>
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

import type { Quote } from '@siyu/core/pricing'
import { changeText } from '@siyu/core/words'
import { useCartReview, useFormatMoney } from '@siyu/react'
import type { ReactElement } from 'react'
import { useLanguage } from '../language/language.tsx'
import { Problem } from '../pieces/states.tsx'

type QuotedProps = { readonly quote: Quote | undefined }

/** What a SKU of the cart is called; the quote knows what is still for sale. */
function useNameOf(quote: Quote | undefined): (skuId: string) => string {
  const { words, pick } = useLanguage()
  return (skuId) => {
    const line = quote?.lines.find((each) => each.skuId === skuId)
    return line === undefined ? words.cart.unknownLine : pick(line.title)
  }
}

/** What is different since the member last looked at the cart. Nothing while all is the same. */
export function CartChanges({ quote }: QuotedProps): ReactElement | null {
  const { words, locale } = useLanguage()
  const { review, acknowledge } = useCartReview()
  const money = useFormatMoney()
  const nameOf = useNameOf(quote)
  if (review === undefined || review.changes.length === 0) return null
  return (
    <section className="panel panel--text changes" role="status" data-testid="cart-changes">
      <h2 className="heading">{words.goods.cart.changes}</h2>
      <ul>
        {review.changes.map((change) => (
          <li key={`${change.skuId} ${change.kind}`} data-kind={change.kind}>
            <span>{nameOf(change.skuId)}</span>
            <b>{changeText(change, locale, (minor) => money(minor).text)}</b>
          </li>
        ))}
      </ul>
      <Problem error={acknowledge.error} />
      <button
        type="button"
        className="button button--quiet button--small"
        disabled={acknowledge.isPending}
        data-testid="changes-seen"
        onClick={() => acknowledge.mutate({})}
      >
        {words.goods.cart.seen}
      </button>
    </section>
  )
}

/** In which parcels the cart would be sent. Nothing while it is one. */
export function Parcels({ quote }: QuotedProps): ReactElement | null {
  const { words, pick } = useLanguage()
  const { review } = useCartReview()
  const nameOf = useNameOf(quote)
  const parcels = review?.parcels ?? []
  if (parcels.length < 2) return null
  return (
    <details className="panel parcels" data-testid="parcels">
      <summary className="row">
        <span className="row__label">{words.goods.cart.parcels(parcels.length)}</span>
      </summary>
      <ol>
        {parcels.map(({ locationId, name, lines }, at) => (
          <li key={locationId} data-testid="parcel">
            <b>{words.goods.cart.parcel(at + 1, pick(name))}</b>
            {lines.map(({ skuId, quantity }) => (
              <span key={skuId}>{words.goods.cart.pieces(nameOf(skuId), quantity)}</span>
            ))}
          </li>
        ))}
      </ol>
    </details>
  )
}

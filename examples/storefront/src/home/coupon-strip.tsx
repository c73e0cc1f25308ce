import { useCouponCentre, usePromotions } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { ClaimButton } from '../coupons/claim-button.tsx'
import { byState, isOpen } from '../coupons/offers.ts'
import { useTerms } from '../coupons/terms.ts'
import { useLanguage } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'

/** What runs now, and coupons to take along. Nothing where there is neither. */
export function CouponStrip(): ReactElement {
  const { words, pick } = useLanguage()
  const promotions = usePromotions().data?.items ?? []
  const offers = useCouponCentre().data?.items.filter(isOpen).sort(byState) ?? []
  return (
    <>
      {promotions.length > 0 && (
        <ul className="promotions" aria-label={words.home.promotions}>
          {promotions.map((promotion) => (
            <li key={promotion.id}>{pick(promotion.name)}</li>
          ))}
        </ul>
      )}
      {offers.length > 0 && (
        <section aria-labelledby="strip">
          <div className="heading-row">
            <h2 className="heading" id="strip">
              {words.home.coupons}
            </h2>
            <Link className="more-link" to="/coupons">
              {words.home.allCoupons}
              <Icon name="next" small />
            </Link>
          </div>
          <ul className="strip">
            {offers.map((offer) => (
              <Stub key={offer.templateId} offer={offer} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Stub({ offer }: Parameters<typeof ClaimButton>[0]): ReactElement {
  const { value, condition } = useTerms()(offer)
  return (
    <li className="stub" data-state={offer.state}>
      <strong>{value}</strong>
      <span>{condition}</span>
      <ClaimButton offer={offer} />
    </li>
  )
}

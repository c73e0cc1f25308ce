import type { Words } from '@siyu/core/kernel'
import type { ReactElement, ReactNode } from 'react'
import { Link } from 'react-router'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'

type OfferCardProps = {
  readonly offer: { readonly productId: string; readonly title: Words; readonly listMinor: number }
  /** What the button asks for. */
  readonly priceMinor: number
  readonly note: ReactNode
  readonly button: {
    readonly label: string
    readonly testId: string
    /** Why it cannot be bought, for whoever tests. */
    readonly state?: string
    readonly isOn: boolean
    readonly onClick: () => void
  }
  /** What stands between the note and the price. */
  readonly children?: ReactNode
}

/** Goods of a flash sale, a group buy or a presale with their price and the way to get them. */
export function OfferCard({ offer, priceMinor, note, button, children }: OfferCardProps): ReactElement {
  const { pick } = useLanguage()
  const { productId, title, listMinor } = offer
  return (
    <div className={button.isOn ? 'offer' : 'offer offer--dull'}>
      <Link className="offer__picture" to={`/products/${productId}`} tabIndex={-1} aria-hidden="true">
        <Illustration product={{ id: productId, title }} />
      </Link>
      <div className="offer__text">
        <p className="offer__name">{pick(title)}</p>
        <p className="quiet">{note}</p>
        {children}
        <div className="offer__act">
          <Price minor={priceMinor} listMinor={listMinor} />
          <button
            type="button"
            className="button button--buy button--small offer__button"
            data-testid={button.testId}
            data-state={button.state}
            disabled={!button.isOn}
            onClick={button.onClick}
          >
            {button.label}
          </button>
        </div>
      </div>
    </div>
  )
}

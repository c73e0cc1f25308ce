import type { MallOffer } from '@siyu/core/points'
import { useTierSettings } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { Illustration } from '../illustration/illustration.tsx'
import { type FormatMoment, useLanguage, useMoment } from '../language/language.tsx'
import type { ShopWords } from '../language/zh.ts'
import { Icon } from '../pieces/icon.tsx'
import { PointsPrice } from './points-price.tsx'

export type OfferCardProps = { readonly offer: MallOffer; readonly onChoose: (offer: MallOffer) => void }

/** One item of the mall, and whether it can be had now. */
export function OfferCard({ offer, onChoose }: OfferCardProps): ReactElement {
  const { words, pick } = useLanguage()
  const moment = useMoment()
  const { productId, title, skuTitle, state } = offer
  const opensWith = useTierNames(offer)
  return (
    <li className={state === 'open' ? 'panel offer' : 'panel offer offer--dull'} data-testid="mall-offer">
      <Link className="offer__picture" to={`/products/${productId}`} tabIndex={-1} aria-hidden="true">
        <Illustration product={{ id: productId, title }} />
      </Link>
      <div className="offer__text">
        <p className="offer__name">{pick(title)}</p>
        <p className="quiet">{[pick(skuTitle), ...notesOf(offer, words.club.mall, moment)].join(' · ')}</p>
        <div className="offer__act">
          <PointsPrice {...offer} />
          <button
            type="button"
            className="button button--buy button--small offer__button"
            data-testid="redeem"
            data-state={state}
            disabled={state !== 'open'}
            onClick={() => onChoose(offer)}
          >
            {state === 'tier_too_low' && opensWith !== '' && <Icon name="lock" small />}
            {state === 'tier_too_low' && opensWith !== ''
              ? words.club.mall.forTiers(opensWith)
              : words.club.mall.states[state]}
          </button>
        </div>
      </div>
    </li>
  )
}

/** The names of the tiers an item is for, the lowest first. */
function useTierNames({ tierIds }: MallOffer): string {
  const { pick } = useLanguage()
  const { tiers } = useTierSettings().data ?? { tiers: [] }
  return tiers.flatMap(({ id, name }) => (tierIds?.includes(id) ? [pick(name)] : [])).join(' / ')
}

function notesOf(offer: MallOffer, words: ShopWords['club']['mall'], moment: FormatMoment): readonly string[] {
  const { state, leftCount, perMemberLimit, startsAt, endsAt } = offer
  if (state === 'not_started') return [words.starts(moment(startsAt))]
  if (state === 'ended' || state === 'sold_out') return []
  const limits = perMemberLimit === null ? [] : [words.limit(perMemberLimit)]
  return [words.left(leftCount), ...limits, ...(endsAt === null ? [] : [words.ends(moment(endsAt))])]
}

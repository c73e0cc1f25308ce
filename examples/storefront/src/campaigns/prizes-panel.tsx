import type { CampaignView, Prize } from '@siyu/core/campaigns'
import type { ReactElement } from 'react'
import type { CampaignsWords } from '../language/campaigns-zh.ts'
import { useLanguage, useWords } from '../language/language.tsx'
import { yuan } from './phase.ts'

/** What there is to win, for what, and how many are left. */
export function PrizesPanel({ campaign }: { readonly campaign: CampaignView }): ReactElement {
  const { campaigns: words } = useWords()
  const { pick } = useLanguage()
  const leftOf = (prizeId: string): number | undefined =>
    campaign.left.find((each) => each.prizeId === prizeId)?.leftCount
  return (
    <section className="panel panel--text" aria-labelledby="prizes">
      <h2 className="heading" id="prizes">
        {words.prizes}
      </h2>
      <ul className="entries entries--inner">
        {named(campaign, words).map(({ prize, what }) => (
          <li key={prize.id} className="entry" data-testid="prize">
            <span className="entry__what">
              <b>{pick(prize.name)}</b>
              <small>{what}</small>
            </span>
            <span className="campaign-prize">
              <span>{words.value(yuan(prize.valueMinor))}</span>
              <small>
                {campaign.terms.kind === 'invite'
                  ? words.left(leftOf(prize.id) ?? prize.quantity)
                  : words.quantity(prize.quantity)}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

type Named = { readonly prize: Prize; readonly what: string }

/** The prizes with what they are for. */
function named({ terms }: CampaignView, words: CampaignsWords): readonly Named[] {
  if (terms.kind === 'invite') {
    const { each, steps, friend, eachMaxCount } = terms
    return [
      ...(each === null ? [] : [{ prize: each, what: words.each(eachMaxCount) }]),
      ...steps.map(({ friendCount, prize }) => ({ prize, what: words.step(friendCount) })),
      ...(friend === null ? [] : [{ prize: friend, what: words.friend }]),
    ]
  }
  let last = 0
  return terms.prizes.map((prize) => {
    const from = last + 1
    last += prize.quantity
    return { prize, what: words.places(from, last) }
  })
}

import type { MallOffer } from '@siyu/core/points'
import { usePoints, usePointsMall, useSession } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Page } from '../pieces/page.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'
import { OfferCard } from './offer-card.tsx'
import { RedeemSheet } from './redeem-sheet.tsx'

/** The points mall 积分商城: what points buy, whole or with some money. */
export function MallPage(): ReactElement {
  const { club } = useWords()
  return (
    <Page title={club.mall.title} back>
      <Mine />
      <Offers />
    </Page>
  )
}

function Mine(): ReactElement {
  const { club, member, signIn } = useWords()
  const { status } = useSession()
  const { data } = usePoints()
  const requireMember = useRequireMember()
  if (status !== 'member') {
    return (
      <section className="panel mine">
        <p className="quiet">{club.mall.signIn}</p>
        <button
          type="button"
          className="button button--quiet button--small"
          data-testid="sign-in"
          onClick={() => requireMember()}
        >
          {signIn.action}
        </button>
      </section>
    )
  }
  return (
    <section className="panel mine">
      <p>
        <span className="quiet">{club.mall.mine}</span>
        <strong data-testid="points-spendable">{data?.spendableCount ?? '—'}</strong>
      </p>
      <Link className="more-link" to="/me/points">
        {member.history}
        <Icon name="next" small />
      </Link>
    </section>
  )
}

function Offers(): ReactElement {
  const { mall: words } = useWords().club
  const { data, error, isPending, refetch } = usePointsMall()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const requireMember = useRequireMember()
  if (isPending) return <Skeleton rows={3} tall />
  if (data === undefined) return <Problem error={error} onRetry={() => void refetch()} />
  if (data.items.length === 0) return <Empty title={words.empty} hint={words.emptyHint} />
  const choose = ({ id }: MallOffer): void => requireMember(() => setChosenId(id))
  return (
    <>
      <ul className="stack" aria-label={words.title}>
        {data.items.map((offer) => (
          <OfferCard key={offer.id} offer={offer} onChoose={choose} />
        ))}
      </ul>
      <RedeemSheet offer={data.items.find(({ id }) => id === chosenId) ?? null} onClose={() => setChosenId(null)} />
    </>
  )
}

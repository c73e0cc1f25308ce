import type { GroupOffer, GroupTeam } from '@siyu/core/groupbuys'
import { useGroupBuys, useGroupTeams, useOpenGroupTeam, useSiyu } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { Link } from 'react-router'
import { useDelivery } from '../delivery/delivery.tsx'
import { useLanguage, useWords } from '../language/language.tsx'
import { ListPage } from '../pieces/list-page.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'
import { Clock } from './clock.tsx'
import { OfferCard } from './offer-card.tsx'
import { OrderSheet, type Wish } from './order-sheet.tsx'

/** Group buys 拼团 that are open, and their teams that still miss somebody. */
export function GroupsPage(): ReactElement {
  const { group: words } = useWords().sales
  return (
    <ListPage list={useGroupBuys()} words={words}>
      {(offer) => <Campaign key={offer.id} offer={offer} />}
    </ListPage>
  )
}

function Campaign({ offer }: { readonly offer: GroupOffer }): ReactElement {
  const { words, pick } = useLanguage()
  const { flash, group } = words.sales
  const { place } = useDelivery()
  const siyu = useSiyu()
  const requireMember = useRequireMember()
  const { mutateAsync } = useOpenGroupTeam()
  const [wish, setWish] = useState<Wish | null>(null)
  const { id: campaignId, title, skuTitle, priceMinor, listMinor, sizeCount, leftCount } = offer
  const start = (): void => {
    const teamId = siyu.newId('team')
    setWish({
      name: pick(title),
      ...{ priceMinor, listMinor, paidPath: `/groups/teams/${teamId}` },
      place: (orderId, expectedPayableMinor) =>
        mutateAsync({ campaignId, teamId, orderId, quantity: 1, expectedPayableMinor, place }),
    })
  }
  return (
    <li className="panel" data-testid="group-offer">
      <OfferCard
        {...{ offer, priceMinor, note: `${pick(skuTitle)} · ${group.size(sizeCount)}` }}
        button={{
          label: leftCount === 0 ? flash.states.sold_out : group.open,
          ...{ testId: 'group-open', isOn: leftCount > 0, onClick: () => requireMember(start) },
        }}
      />
      <Teams campaignId={campaignId} />
      <OrderSheet wish={wish} onClose={() => setWish(null)} />
    </li>
  )
}

function Teams({ campaignId }: { readonly campaignId: string }): ReactElement | null {
  const { group } = useWords().sales
  const { data, refetch } = useGroupTeams(campaignId)
  if (data === undefined || data.items.length === 0) return null
  return (
    <ul className="teams" aria-label={group.teams}>
      {data.items.map((team) => (
        <TeamRow key={team.id} team={team} onOver={() => void refetch()} />
      ))}
    </ul>
  )
}

function TeamRow({ team, onOver }: { readonly team: GroupTeam; readonly onOver: () => void }): ReactElement {
  const { flash, group } = useWords().sales
  const leader = team.members.find(({ isLeader }) => isLeader) ?? team.members[0]
  return (
    <li className="teams__row" data-testid="group-team">
      <span>{leader?.name ?? group.nameless}</span>
      <span>{group.missing(team.missingCount)}</span>
      <Clock until={team.expiresAt} label={flash.endsIn} onDone={onOver} />
      <Link className="more-link" to={`/groups/teams/${team.id}`}>
        {group.see}
      </Link>
    </li>
  )
}

import type { GroupTeam, TeamMember } from '@siyu/core/groupbuys'
import { useGroupTeam, useJoinGroupTeam } from '@siyu/react'
import { type ReactElement, useState } from 'react'
import { Link, useParams } from 'react-router'
import { useDelivery } from '../delivery/delivery.tsx'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Page } from '../pieces/page.tsx'
import { Price } from '../pieces/price.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { useToast } from '../pieces/toast.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'
import { Clock } from './clock.tsx'
import { OrderSheet, type Wish } from './order-sheet.tsx'

/** One team as whoever has its link sees it: who is in, who is missing, and how long it is open. */
export function TeamPage(): ReactElement {
  const { group } = useWords().sales
  const { teamId = '' } = useParams()
  const { data, error, isPending, refetch } = useGroupTeam(teamId)
  return (
    <Page title={group.team} back>
      {isPending && <Skeleton rows={2} tall />}
      {!isPending && data === undefined && <Problem error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Team team={data} onOver={() => void refetch()} />}
    </Page>
  )
}

function Team({ team, onOver }: { readonly team: GroupTeam; readonly onOver: () => void }): ReactElement {
  const { flash, group } = useWords().sales
  const { state, missingCount, orderId, priceMinor, sizeCount, expiresAt } = team
  const hint = { open: group.missing(missingCount), filled: group.filledHint, expired: group.expiredHint }[state]
  return (
    <section className="panel team" data-testid="team" data-state={state}>
      <p className="team__state">
        <b>{group.states[state]}</b> <span className="quiet">{group.size(sizeCount)}</span>
      </p>
      <Price minor={priceMinor} size="large" />
      <Seats team={team} />
      <p data-testid="team-hint">{hint}</p>
      {state === 'open' && <Clock until={expiresAt} label={flash.endsIn} onDone={onOver} />}
      {state === 'open' && orderId !== null && <Share />}
      {state === 'open' && orderId === null && missingCount > 0 && <Join team={team} />}
      {orderId !== null && (
        <Link className="more-link" to={`/orders/${orderId}`}>
          {group.mine}
          <Icon name="next" small />
        </Link>
      )}
    </section>
  )
}

function Seats({ team }: { readonly team: GroupTeam }): ReactElement {
  const { group } = useWords().sales
  const places = Array.from({ length: team.sizeCount }, (_, place) => ({ place, member: team.members[place] }))
  const noteOf = ({ isPaid, isLeader }: TeamMember): string => (isPaid ? (isLeader ? group.leader : '') : group.unpaid)
  return (
    <ul className="team__seats">
      {places.map(({ place, member }) => (
        <li key={place} className={member === undefined ? 'seat seat--free' : 'seat'} data-testid="seat">
          <span className="seat__face" aria-hidden="true">
            {member === undefined ? '?' : (member.name ?? group.nameless).slice(0, 1)}
          </span>
          <span>{member === undefined ? group.seat : (member.name ?? group.nameless)}</span>
          {member !== undefined && <small className="quiet">{noteOf(member)}</small>}
        </li>
      ))}
    </ul>
  )
}

function Share(): ReactElement {
  const { group } = useWords().sales
  const toast = useToast()
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(window.location.href)
      toast(group.copied)
    } catch {
      // Without permission, or on plain http: the address can be copied by hand.
      toast(group.copyByHand)
    }
  }
  return (
    <button
      type="button"
      className="button button--leaf button--wide"
      data-testid="team-share"
      onClick={() => void copy()}
    >
      <Icon name="copy" small />
      {group.share}
    </button>
  )
}

function Join({ team }: { readonly team: GroupTeam }): ReactElement {
  const { group } = useWords().sales
  const { place } = useDelivery()
  const requireMember = useRequireMember()
  const { mutateAsync } = useJoinGroupTeam()
  const [wish, setWish] = useState<Wish | null>(null)
  const { id: teamId, priceMinor } = team
  const join = (): void =>
    setWish({
      ...{ name: group.team, priceMinor, listMinor: priceMinor, paidPath: `/groups/teams/${teamId}` },
      place: (orderId, expectedPayableMinor) =>
        mutateAsync({ teamId, orderId, quantity: 1, expectedPayableMinor, place }),
    })
  return (
    <>
      <button
        type="button"
        className="button button--buy button--wide"
        data-testid="team-join"
        onClick={() => requireMember(join)}
      >
        {group.join}
      </button>
      <OrderSheet wish={wish} onClose={() => setWish(null)} />
    </>
  )
}

import { useMember, useTier } from '@siyu/react'
import type { ReactElement } from 'react'
import { useLanguage, useMoment } from '../language/language.tsx'
import { Skeleton } from '../pieces/states.tsx'

/** Name, tier, and the way to the next one. */
export function MemberCard(): ReactElement {
  const { words, pick } = useLanguage()
  const moment = useMoment()
  const { data: member } = useMember()
  const { data: own } = useTier()
  if (member === undefined || own === undefined) return <Skeleton rows={1} tall />
  const { tier, next, growthCount, neededCount, progressBps } = own
  return (
    <section className="member-card" aria-label={words.member.card} data-tier={tier.id}>
      <p className="member-card__shop">{words.common.shopName}</p>
      <div className="member-card__who">
        <h2 data-testid="member-name">{member.name ?? words.member.noName}</h2>
        <strong data-testid="tier-name">{pick(tier.name)}</strong>
      </div>
      <div
        className="member-card__way"
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(progressBps / 100)}
        aria-label={words.member.progress}
        data-testid="tier-progress"
      >
        <span style={{ width: `${progressBps / 100}%` }} />
      </div>
      <p className="member-card__growth">
        <span data-testid="growth">{words.member.growth(growthCount)}</span>
        <span>{next === null ? words.member.top : words.member.needed(neededCount, pick(next.name))}</span>
      </p>
      <p className="member-card__since">{words.member.since(moment(member.joinedAt, 'day'))}</p>
    </section>
  )
}

import { type TierProgress, useMember, useTier } from '@siyu/react'
import type { ReactElement } from 'react'
import { useLanguage, useMoment, useWords } from '../language/language.tsx'
import type { ShopWords } from '../language/zh.ts'
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
      <Standing own={own} />
      <p className="member-card__since">{words.member.since(moment(member.joinedAt, 'day'))}</p>
    </section>
  )
}

/** What keeps the tier, or waits for it to begin. */
function Standing({ own }: { readonly own: TierProgress }): ReactElement | null {
  const { club } = useWords()
  const moment = useMoment()
  const { validity, upgradeAt, membership } = own
  const day = (at: number): string => moment(at, 'day')
  const said = [
    upgradeAt !== null && club.tier.upgradeAt(day(upgradeAt)),
    membership !== null && club.tier.membership(day(membership.until)),
    validity !== null && keeping(validity, day(validity.until), club.tier),
  ].filter((each) => each !== false)
  if (said.length === 0) return null
  return (
    <ul className="member-card__standing" data-testid="tier-standing">
      {said.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  )
}

function keeping(
  { needed, isGrace }: NonNullable<TierProgress['validity']>,
  day: string,
  say: ShopWords['club']['tier'],
): string {
  if (needed === 0) return say.kept(day)
  return isGrace ? say.grace(day, needed) : say.keep(day, needed)
}

import type { MemberTier } from '@siyu/core/tiers'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { Fact } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { pointsPanelWords } from './panel-words.ts'
import { useTierName } from './tier-name.ts'

/** Where a member stands, until when, and how it came about. */
export function TierPanel({ memberId }: { readonly memberId: string }): ReactElement {
  const say = useSay(pointsPanelWords)
  const { queries } = useAdmin()
  const tier = useQuery(queries.tiers.ofMember(memberId))
  return (
    <section className="stack tight" data-testid="member-tier">
      <h3>{say('tier')}</h3>
      <Loaded read={tier} rows={2}>
        {(data) => (
          <>
            <Standing standing={data} />
            <TierHistory history={data.history} />
          </>
        )}
      </Loaded>
    </section>
  )
}

function Standing({ standing }: { readonly standing: MemberTier }): ReactElement {
  const say = useSay(pointsPanelWords)
  const pick = usePick()
  const { count, date } = useFormat()
  const { tier, growthCount, next, neededCount, validUntil, isByHand } = standing
  return (
    <dl className="facts">
      <Fact label={say('tier')}>
        {pick(tier.name)} {isByHand && <span className="tag">{say('byHand')}</span>}
      </Fact>
      <Fact label={say('growth')}>{count(growthCount)}</Fact>
      <Fact label={say('next')}>
        {next === null ? say('top') : say('needed', { name: pick(next.name), count: count(neededCount) })}
      </Fact>
      <Fact label={say('validUntil')}>{validUntil === null ? say('never') : date(validUntil)}</Fact>
    </dl>
  )
}

function TierHistory({ history }: Pick<MemberTier, 'history'>): ReactElement {
  const say = useSay(pointsPanelWords)
  const { date } = useFormat()
  const tierName = useTierName()
  return (
    <ul className="charges">
      {history.map(({ fromTierId, toTierId, reason, at }) => (
        <li key={`${at} ${toTierId}`} data-testid="tier-history">
          <span>
            {date(at)} · {reason !== null && say(`reason_${reason}`)}
          </span>
          <b>{fromTierId === toTierId ? tierName(toTierId) : `${tierName(fromTierId)} → ${tierName(toTierId)}`}</b>
        </li>
      ))}
    </ul>
  )
}

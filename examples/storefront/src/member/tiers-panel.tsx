import { useTier, useTierSettings } from '@siyu/react'
import type { ReactElement } from 'react'
import { useLanguage } from '../language/language.tsx'
import { useBenefits } from './benefits.ts'

/** What the member's tier brings, and what the next one would bring beside it. */
export function BenefitsPanel(): ReactElement | null {
  const { words, pick } = useLanguage()
  const { tier: say } = words.club
  const benefitsOf = useBenefits()
  const { data } = useTier()
  if (data === undefined) return null
  const { tier, next } = data
  const own = benefitsOf(tier)
  const more = next === null ? [] : benefitsOf(next).filter((each) => !own.includes(each))
  return (
    <section className="panel panel--text" aria-labelledby="benefits">
      <h2 className="heading" id="benefits">
        {say.benefits(pick(tier.name))}
      </h2>
      <Benefits names={own} testId="benefits" />
      {next !== null && more.length > 0 && (
        <>
          <p className="quiet">{say.nextBenefits(pick(next.name))}</p>
          <Benefits names={more} isAhead />
        </>
      )}
    </section>
  )
}

type BenefitsProps = {
  readonly names: readonly string[]
  readonly isAhead?: boolean
  readonly testId?: string | undefined
}

function Benefits({ names, isAhead = false, testId }: BenefitsProps): ReactElement {
  return (
    <ul className={isAhead ? 'benefits benefits--ahead' : 'benefits'} data-testid={testId}>
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  )
}

/** All tiers, each with where it begins and what it brings. */
export function TiersPanel(): ReactElement | null {
  const { words, pick } = useLanguage()
  const benefitsOf = useBenefits()
  const { data } = useTierSettings()
  if (data === undefined) return null
  return (
    <section className="panel panel--text" aria-labelledby="tiers">
      <h2 className="heading" id="tiers">
        {words.member.tiers}
      </h2>
      <ul className="tiers">
        {data.tiers.map((tier) => (
          <li key={tier.id} className="tiers__tier">
            <b>{pick(tier.name)}</b>
            <span>{words.member.growthFrom(tier.growthRequired)}</span>
            <small>{benefitsOf(tier).join(' · ')}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

import type { Tier, TierGift } from '@siyu/core/tiers'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check, Choice } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { NameFields } from '../../ui/name-fields.tsx'
import { CountInput, PercentInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { tierWords } from './words.ts'

type TierFieldsProps = { readonly tier: Tier; readonly onChange: (tier: Tier) => void }
type TierCardProps = TierFieldsProps & {
  /** Null for the last one, which stays. */
  readonly onRemove: (() => void) | null
}

/** One tier; a click opens it. */
export function TierCard({ tier, onChange, onRemove }: TierCardProps): ReactElement {
  const common = useSay(commonWords)
  const pick = usePick()
  const summary = useSummary()
  const [isNew] = useState(tier.name.zh === '')
  return (
    <details className="fold" open={isNew} data-testid="tier-card">
      <summary>
        <strong>{pick(tier.name) || tier.name.zh || '…'}</strong>
        <span className="quiet-text">{summary(tier)}</span>
      </summary>
      <div className="form three">
        <ClimbFields tier={tier} onChange={onChange} />
        <BenefitFields tier={tier} onChange={onChange} />
        <GiftFields
          which="upgrade"
          gift={tier.upgradeGift}
          onChange={(upgradeGift) => onChange({ ...tier, upgradeGift })}
        />
        <GiftFields
          which="birthday"
          gift={tier.birthdayGift}
          onChange={(birthdayGift) => onChange({ ...tier, birthdayGift })}
        />
      </div>
      {onRemove !== null && (
        <button type="button" className="button quiet" onClick={onRemove}>
          {common('remove')}
        </button>
      )}
    </details>
  )
}

function useSummary(): (tier: Tier) => string {
  const say = useSay(tierWords)
  const { count, rate } = useFormat()
  return ({ growthRequired, pointsMultiplierBps, priceBps, freeShipping, upgradeGift, birthdayGift }) =>
    [
      say('text_growth', { count: Number.isNaN(growthRequired) ? '…' : count(growthRequired) }),
      say('text_times', { times: count(pointsMultiplierBps / 10_000) }),
      ...(typeof priceBps === 'number' ? [say('text_price', { rate: rate(priceBps) })] : []),
      ...(freeShipping === true ? [say('freeShipping')] : []),
      ...(upgradeGift || birthdayGift ? [say('text_gifts')] : []),
    ].join(' · ')
}

function ClimbFields({ tier, onChange }: TierFieldsProps): ReactElement {
  const say = useSay(tierWords)
  return (
    <>
      <NameFields name={tier.name} testId="tier-name" onChange={(name) => onChange({ ...tier, name })} />
      <Field label={say('growthRequired')}>
        <CountInput
          required
          min={0}
          value={tier.growthRequired}
          testId="tier-growth"
          onChange={(growthRequired = UNKNOWN) => onChange({ ...tier, growthRequired })}
        />
      </Field>
      <Field label={say('multiplier')}>
        <PercentInput
          required
          value={tier.pointsMultiplierBps}
          onChange={(pointsMultiplierBps = UNKNOWN) => onChange({ ...tier, pointsMultiplierBps })}
        />
      </Field>
    </>
  )
}

function BenefitFields({ tier, onChange }: TierFieldsProps): ReactElement {
  const say = useSay(tierWords)
  return (
    <>
      <Field label={say('price')}>
        <PercentInput
          value={tier.priceBps}
          placeholder={say('noPrice')}
          testId="tier-price"
          onChange={(bps) => onChange({ ...tier, priceBps: bps ?? null })}
        />
      </Field>
      <Field label={say('earlyAccess')}>
        <CountInput
          value={tier.earlyAccessDays}
          placeholder={say('none')}
          onChange={(days) => onChange({ ...tier, earlyAccessDays: days ?? null })}
        />
      </Field>
      <Check
        label={say('freeShipping')}
        isOn={tier.freeShipping === true}
        onChange={(freeShipping) => onChange({ ...tier, freeShipping })}
      />
    </>
  )
}

type GiftFieldsProps = {
  readonly which: 'upgrade' | 'birthday'
  readonly gift: TierGift | null | undefined
  readonly onChange: (gift: TierGift | null) => void
}

function GiftFields({ which, gift, onChange }: GiftFieldsProps): ReactElement {
  const say = useSay(tierWords)
  const pick = usePick()
  const templates = useQuery(useAdmin().queries.coupons.templates())
  const { pointsCount = 0, couponTemplateId = null } = gift ?? {}
  const change = (part: Partial<TierGift>): void => {
    const next = { pointsCount, couponTemplateId, ...part }
    onChange(next.pointsCount === 0 && next.couponTemplateId === null ? null : next)
  }
  const offered = (templates.data?.items ?? []).map(({ template }) => [template.id, pick(template.name)] as const)
  return (
    <>
      <Field label={say(`${which}Gift`)}>
        <CountInput min={0} value={pointsCount} onChange={(count = 0) => change({ pointsCount: count })} />
      </Field>
      <Field label={say(`${which}Coupon`)}>
        <Choice
          value={couponTemplateId ?? ''}
          options={[['', say('none')], ...offered]}
          onChange={(id) => change({ couponTemplateId: id === '' ? null : id })}
        />
      </Field>
    </>
  )
}

import type { ActivityKind, GrowthWindow, TierSettings, TierValidity } from '@siyu/core/tiers'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check, Choice } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { tierWords } from './words.ts'

type LadderFieldsProps = {
  readonly settings: TierSettings
  readonly onChange: (part: Partial<TierSettings>) => void
}

const upgrades = ['at_once', 'next_month', 'next_quarter', 'next_year'] as const
const downgrades = ['one_down', 'recompute', 'never'] as const

/** How members climb, how long they stay, and what becomes of a tier that is not kept. */
export function LadderFields({ settings, onChange }: LadderFieldsProps): ReactElement {
  const say = useSay(tierWords)
  const { money } = useFormat()
  const { growthPerMinorBps, growthWindow, upgrade, validity } = settings
  return (
    <section className="card">
      <h2>{say('rules')}</h2>
      <div className="form three">
        <Field label={say('growthRate', { amount: money(10_000) })}>
          <CountInput
            required
            min={0}
            value={growthPerMinorBps}
            testId="tier-rate"
            onChange={(bps = UNKNOWN) => onChange({ growthPerMinorBps: bps })}
          />
        </Field>
        <WindowFields
          value={growthWindow ?? { kind: 'lifetime' }}
          onChange={(next) => onChange({ growthWindow: next })}
        />
        <Field label={say('upgrade')}>
          <Choice
            value={upgrade ?? 'at_once'}
            options={upgrades.map((each) => [each, say(`upgrade_${each}`)] as const)}
            onChange={(next) => onChange({ upgrade: next })}
          />
        </Field>
        <ValidityFields value={validity ?? { kind: 'lifetime' }} onChange={(next) => onChange({ validity: next })} />
        <KeepFields settings={settings} onChange={onChange} />
        <OtherGrowthFields settings={settings} onChange={onChange} />
      </div>
    </section>
  )
}

function KeepFields({ settings, onChange }: LadderFieldsProps): ReactElement {
  const say = useSay(tierWords)
  const { graceDays = 0, downgrade = 'recompute', noticeDays = 30 } = settings
  return (
    <>
      <Field label={say('graceDays')}>
        <CountInput
          required
          min={0}
          value={graceDays}
          testId="tier-grace"
          onChange={(days = UNKNOWN) => onChange({ graceDays: days })}
        />
      </Field>
      <Field label={say('downgrade')}>
        <Choice
          value={downgrade}
          testId="tier-downgrade"
          options={downgrades.map((each) => [each, say(`downgrade_${each}`)] as const)}
          onChange={(next) => onChange({ downgrade: next })}
        />
      </Field>
      <Field label={say('noticeDays')}>
        <CountInput required min={0} value={noticeDays} onChange={(days = UNKNOWN) => onChange({ noticeDays: days })} />
      </Field>
    </>
  )
}

const kinds: readonly ActivityKind[] = ['sign_up', 'profile', 'check_in', 'review', 'birthday']

/** Growth beside goods: for what members do, and for the fee of a membership. */
function OtherGrowthFields({ settings, onChange }: LadderFieldsProps): ReactElement {
  const say = useSay(tierWords)
  const { activities = [], feeGrowth = false } = settings
  const change = (kind: ActivityKind, growthCount: number | undefined): void => {
    const others = activities.filter((each) => each.kind !== kind)
    onChange({ activities: growthCount === undefined ? others : [...others, { kind, growthCount }] })
  }
  return (
    <>
      {kinds.map((kind) => (
        <Field key={kind} label={say(`growth_${kind}`)}>
          <CountInput
            min={0}
            value={activities.find((each) => each.kind === kind)?.growthCount}
            placeholder="0"
            testId={`tier-growth-${kind}`}
            onChange={(count) => change(kind, count)}
          />
        </Field>
      ))}
      <Check
        label={say('feeGrowth')}
        isOn={feeGrowth}
        testId="tier-fee-growth"
        onChange={(isOn) => onChange({ feeGrowth: isOn || undefined })}
      />
    </>
  )
}

const windows: Readonly<Record<GrowthWindow['kind'], GrowthWindow>> = {
  lifetime: { kind: 'lifetime' },
  rolling: { kind: 'rolling', days: 365 },
  calendar_year: { kind: 'calendar_year' },
}

type WindowFieldsProps = { readonly value: GrowthWindow; readonly onChange: (value: GrowthWindow) => void }

function WindowFields({ value, onChange }: WindowFieldsProps): ReactElement {
  const say = useSay(tierWords)
  return (
    <>
      <Field label={say('window')}>
        <Choice
          value={value.kind}
          testId="tier-window"
          options={(['lifetime', 'rolling', 'calendar_year'] as const).map(
            (kind) => [kind, say(`window_${kind}`)] as const,
          )}
          onChange={(kind) => onChange(windows[kind])}
        />
      </Field>
      {value.kind === 'rolling' && (
        <Field label={say('days')}>
          <CountInput required value={value.days} onChange={(days = UNKNOWN) => onChange({ ...value, days })} />
        </Field>
      )}
    </>
  )
}

const validities: Readonly<Record<TierValidity['kind'], TierValidity>> = {
  lifetime: { kind: 'lifetime' },
  days: { kind: 'days', count: 365 },
  months: { kind: 'months', count: 12 },
  calendar_year: { kind: 'calendar_year' },
  anniversary: { kind: 'anniversary' },
}
const validityKinds = ['lifetime', 'days', 'months', 'calendar_year', 'anniversary'] as const

type ValidityFieldsProps = { readonly value: TierValidity; readonly onChange: (value: TierValidity) => void }

function ValidityFields({ value, onChange }: ValidityFieldsProps): ReactElement {
  const say = useSay(tierWords)
  return (
    <>
      <Field label={say('validity')}>
        <Choice
          value={value.kind}
          testId="tier-validity"
          options={validityKinds.map((kind) => [kind, say(`validity_${kind}`)] as const)}
          onChange={(kind) => onChange(validities[kind])}
        />
      </Field>
      {(value.kind === 'days' || value.kind === 'months') && (
        <Field label={say(value.kind)}>
          <CountInput required value={value.count} onChange={(count = UNKNOWN) => onChange({ ...value, count })} />
        </Field>
      )}
    </>
  )
}

import type { PointsSettings } from '@siyu/core/points'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { UNKNOWN } from '../../terms/kinds.ts'
import { CountInput, MoneyInput, PercentInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { pointsWords } from './words.ts'

export type SettingsFieldsProps = {
  readonly settings: PointsSettings
  readonly onChange: (part: Partial<PointsSettings>) => void
}

/** What points are worth, and how many an order may spend. */
export function RedeemFields({ settings, onChange }: SettingsFieldsProps): ReactElement {
  const say = useSay(pointsWords)
  const common = useSay(commonWords)
  const { redeemMinor, redeemMaxBps, redeemMaxCount } = settings
  const counts = [
    ['redeemStepCount', 'redeemStep', 1],
    ['redeemMinimumCount', 'redeemMinimum', 0],
  ] as const
  return (
    <section className="card">
      <h2>{say('redeeming')}</h2>
      <div className="form three">
        <Field label={say('redeemCount')}>
          <CountInput
            required
            value={settings.redeemCount}
            onChange={(redeemCount = UNKNOWN) => onChange({ redeemCount })}
          />
        </Field>
        <Field label={say('redeemMinor')}>
          <MoneyInput required value={redeemMinor} onChange={(minor = UNKNOWN) => onChange({ redeemMinor: minor })} />
        </Field>
        <Field label={say('redeemMax')}>
          <PercentInput
            required
            value={redeemMaxBps}
            testId="redeem-max"
            onChange={(bps = UNKNOWN) => onChange({ redeemMaxBps: bps })}
          />
        </Field>
        {counts.map(([key, label, min]) => (
          <Field key={key} label={say(label)}>
            <CountInput
              required
              min={min}
              value={settings[key]}
              onChange={(count = UNKNOWN) => onChange({ [key]: count })}
            />
          </Field>
        ))}
        <Field label={say('redeemMaxCount')}>
          <CountInput
            value={redeemMaxCount}
            placeholder={common('noLimit')}
            onChange={(count) => onChange({ redeemMaxCount: count ?? null })}
          />
        </Field>
      </div>
    </section>
  )
}

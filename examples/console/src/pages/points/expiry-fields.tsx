import type { Expiry } from '@siyu/core/points'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import type { SettingsFieldsProps } from './redeem-fields.tsx'
import { pointsWords } from './words.ts'

const kinds = ['never', 'days', 'months', 'end_of', 'rolling', 'date'] as const
const starts: Readonly<Record<Expiry['kind'], Expiry>> = {
  never: { kind: 'never' },
  days: { kind: 'days', days: 365 },
  months: { kind: 'months', months: 12 },
  end_of: { kind: 'end_of', period: 'year', plus: 1 },
  rolling: { kind: 'rolling', days: 365 },
  date: { kind: 'date', at: UNKNOWN },
}

/** When points end, who is told, and what a refund takes back. */
export function ExpiryFields({ settings, onChange }: SettingsFieldsProps): ReactElement {
  const say = useSay(pointsWords)
  const { expiry, graceDays, noticeDays, clawback } = settings
  const policies = ['only_pending', 'within_balance', 'debt'] as const
  return (
    <section className="card">
      <h2>{say('ending')}</h2>
      <div className="form three">
        <Field label={say('expiry')}>
          <Choice
            value={expiry.kind}
            testId="points-expiry"
            options={kinds.map((kind) => [kind, say(`expiry_${kind}`)] as const)}
            onChange={(kind) => onChange({ expiry: starts[kind] })}
          />
        </Field>
        <EndFields expiry={expiry} onChange={(next) => onChange({ expiry: next })} />
        <Field label={say('noticeDays')}>
          <CountInput
            value={noticeDays}
            placeholder={say('noNotice')}
            testId="points-notice"
            onChange={(days) => onChange({ noticeDays: days ?? null })}
          />
        </Field>
        <Field label={say('graceDays')}>
          <CountInput required min={0} value={graceDays} onChange={(days = UNKNOWN) => onChange({ graceDays: days })} />
        </Field>
        <Field label={say('clawback')}>
          <Choice
            value={clawback}
            options={policies.map((each) => [each, say(`clawback_${each}`)] as const)}
            onChange={(next) => onChange({ clawback: next })}
          />
        </Field>
      </div>
    </section>
  )
}

type EndFieldsProps = { readonly expiry: Expiry; readonly onChange: (expiry: Expiry) => void }

function EndFields({ expiry, onChange }: EndFieldsProps): ReactElement | null {
  const say = useSay(pointsWords)
  switch (expiry.kind) {
    case 'never':
      return null
    case 'days':
    case 'rolling':
      return (
        <Field label={say('days')}>
          <CountInput required value={expiry.days} onChange={(days = UNKNOWN) => onChange({ ...expiry, days })} />
        </Field>
      )
    case 'months':
      return (
        <Field label={say('months')}>
          <CountInput required value={expiry.months} onChange={(months = UNKNOWN) => onChange({ ...expiry, months })} />
        </Field>
      )
    case 'end_of':
      return <PeriodEndFields expiry={expiry} onChange={onChange} />
    case 'date':
      return (
        <Field label={say('at')}>
          <MomentInput
            required
            value={Number.isNaN(expiry.at) ? null : expiry.at}
            onChange={(at) => onChange({ ...expiry, at: at ?? UNKNOWN })}
          />
        </Field>
      )
  }
}

function PeriodEndFields(props: {
  readonly expiry: Extract<Expiry, { readonly kind: 'end_of' }>
  readonly onChange: (expiry: Expiry) => void
}): ReactElement {
  const say = useSay(pointsWords)
  const { expiry, onChange } = props
  return (
    <>
      <Field label={say('period')}>
        <Choice
          value={expiry.period}
          options={(['month', 'quarter', 'year'] as const).map((each) => [each, say(`end_${each}`)] as const)}
          onChange={(period) => onChange({ ...expiry, period })}
        />
      </Field>
      <Field label={say('plus')}>
        <CountInput required min={0} value={expiry.plus} onChange={(plus = UNKNOWN) => onChange({ ...expiry, plus })} />
      </Field>
    </>
  )
}

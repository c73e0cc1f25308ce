import type { Limits, Promotion } from '@siyu/core/promotions'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check, Choice } from '../../ui/choice.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { promotionWords } from './words.ts'

type ScheduleFieldsProps = {
  readonly promotion: Promotion
  readonly onChange: (part: Partial<Promotion>) => void
}

/** When a promotion runs, before which others, and how often. */
export function ScheduleFields({ promotion, onChange }: ScheduleFieldsProps): ReactElement {
  const say = useSay(promotionWords)
  const common = useSay(commonWords)
  const { startsAt, endsAt, priority, active, limits } = promotion
  return (
    <section className="card">
      <h2>{say('schedule')}</h2>
      <div className="form">
        <Field label={say('starts')} hint={common('localTime')}>
          <MomentInput
            required
            value={Number.isNaN(startsAt) ? null : startsAt}
            testId="promotion-starts"
            onChange={(at) => onChange({ startsAt: at ?? UNKNOWN })}
          />
        </Field>
        <Field label={say('ends')} hint={say('endsHint')}>
          <MomentInput value={endsAt} testId="promotion-ends" onChange={(at) => onChange({ endsAt: at })} />
        </Field>
        <Field label={say('priority')} hint={say('priorityHint')}>
          <CountInput
            required
            min={-1_000}
            value={priority}
            testId="promotion-priority"
            onChange={(value = UNKNOWN) => onChange({ priority: value })}
          />
        </Field>
        <Check label={say('isActive')} isOn={active} onChange={(isOn) => onChange({ active: isOn })} />
        <LimitFields value={limits ?? {}} onChange={(part) => onChange({ limits: part })} />
      </div>
    </section>
  )
}

type LimitFieldsProps = { readonly value: Limits; readonly onChange: (limits: Limits) => void }

function LimitFields({ value, onChange }: LimitFieldsProps): ReactElement {
  const say = useSay(promotionWords)
  const periods = ['ever', 'day', 'week', 'month'] as const
  return (
    <>
      <Field label={say('maxUses')} hint={say('limitHint')}>
        <CountInput value={value.maxUses} testId="limit-uses" onChange={(maxUses) => onChange({ ...value, maxUses })} />
      </Field>
      <Field label={say('maxUsesPerMember')} hint={say('limitHint')}>
        <CountInput
          value={value.maxUsesPerMember}
          testId="limit-member"
          onChange={(maxUsesPerMember) => onChange({ ...value, maxUsesPerMember })}
        />
      </Field>
      <Field label={say('budget')} hint={say('limitHint')}>
        <MoneyInput
          value={value.budgetMinor}
          testId="limit-budget"
          onChange={(budgetMinor) => onChange({ ...value, budgetMinor })}
        />
      </Field>
      <Field label={say('period')}>
        <Choice
          value={value.period ?? 'ever'}
          options={periods.map((period) => [period, say(`period_${period}`)] as const)}
          onChange={(period) => onChange({ ...value, period })}
        />
      </Field>
    </>
  )
}

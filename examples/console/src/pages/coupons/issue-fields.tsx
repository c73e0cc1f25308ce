import type { CouponTemplate, PeriodLimit, Validity } from '@siyu/core/coupons'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check, Choice } from '../../ui/choice.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { couponWords } from './words.ts'

type IssueFieldsProps = {
  readonly template: CouponTemplate
  readonly onChange: (part: Partial<CouponTemplate>) => void
}

/** How long a coupon is good for, and how it is handed out. */
export function IssueFields({ template, onChange }: IssueFieldsProps): ReactElement {
  const say = useSay(couponWords)
  return (
    <section className="card">
      <h2>{say('issueTitle')}</h2>
      <div className="form">
        <ValidityFields value={template.validity} onChange={(validity) => onChange({ validity })} />
        <Field label={say('total')} hint={say('noLimitHint')}>
          <CountInput
            value={template.totalLimit}
            testId="coupon-total"
            onChange={(totalLimit) => onChange({ totalLimit: totalLimit ?? null })}
          />
        </Field>
        <Field label={say('perMember')}>
          <CountInput
            required
            value={template.perMemberLimit}
            testId="coupon-per-member"
            onChange={(perMemberLimit = UNKNOWN) => onChange({ perMemberLimit })}
          />
        </Field>
        <PeriodFields value={template.periodLimit ?? null} onChange={(periodLimit) => onChange({ periodLimit })} />
        <Field label={say('budget')} hint={say('noLimitHint')}>
          <MoneyInput
            value={template.budgetMinor}
            onChange={(budgetMinor) => onChange({ budgetMinor: budgetMinor ?? null })}
          />
        </Field>
        <ClaimFields template={template} onChange={onChange} />
      </div>
    </section>
  )
}

function ValidityFields(props: {
  readonly value: Validity
  readonly onChange: (validity: Validity) => void
}): ReactElement {
  const say = useSay(couponWords)
  const { value, onChange } = props
  const [now] = useState(Date.now)
  const monthMs = 30 * 24 * 3_600_000
  return (
    <>
      <Field label={say('validity')}>
        <Choice
          value={value.kind}
          testId="coupon-validity"
          options={[
            ['relative', say('validity_relative')],
            ['absolute', say('validity_absolute')],
          ]}
          onChange={(kind) =>
            onChange(kind === 'relative' ? { kind, days: 30 } : { kind, from: now, until: now + monthMs })
          }
        />
      </Field>
      {value.kind === 'relative' ? (
        <Field label={say('validDays')}>
          <CountInput
            required
            value={value.days}
            testId="coupon-days"
            onChange={(days = UNKNOWN) => onChange({ kind: 'relative', days })}
          />
        </Field>
      ) : (
        <>
          <Field label={say('validFrom')}>
            <MomentInput required value={value.from} onChange={(at) => onChange({ ...value, from: at ?? UNKNOWN })} />
          </Field>
          <Field label={say('validUntil')}>
            <MomentInput required value={value.until} onChange={(at) => onChange({ ...value, until: at ?? UNKNOWN })} />
          </Field>
        </>
      )}
    </>
  )
}

function PeriodFields(props: {
  readonly value: PeriodLimit | null
  readonly onChange: (limit: PeriodLimit | null) => void
}): ReactElement {
  const say = useSay(couponWords)
  const { value, onChange } = props
  const periods = ['none', 'day', 'week', 'month'] as const
  return (
    <>
      <Field label={say('period')}>
        <Choice
          value={value?.period ?? 'none'}
          options={periods.map((period) => [period, say(`period_${period}`)] as const)}
          onChange={(period) => onChange(period === 'none' ? null : { count: value?.count ?? 1, period })}
        />
      </Field>
      {value !== null && (
        <Field label={say('periodCount')}>
          <CountInput required value={value.count} onChange={(count = UNKNOWN) => onChange({ ...value, count })} />
        </Field>
      )}
    </>
  )
}

function ClaimFields({ template, onChange }: IssueFieldsProps): ReactElement {
  const say = useSay(couponWords)
  const { claimFrom, claimUntil, publicCode, needsCode, transferable, noticeDays, active } = template
  return (
    <>
      <Field label={say('claimFrom')}>
        <MomentInput
          required
          value={Number.isNaN(claimFrom) ? null : claimFrom}
          onChange={(at) => onChange({ claimFrom: at ?? UNKNOWN })}
        />
      </Field>
      <Field label={say('claimUntil')} hint={say('claimUntilHint')}>
        <MomentInput value={claimUntil} onChange={(at) => onChange({ claimUntil: at })} />
      </Field>
      <Field label={say('publicCode')} hint={say('publicCodeHint')}>
        <input
          minLength={2}
          maxLength={32}
          pattern="\S+"
          value={publicCode ?? ''}
          data-testid="coupon-code"
          onChange={({ target }) => onChange({ publicCode: target.value === '' ? null : target.value })}
        />
      </Field>
      <Field label={say('noticeDays')} hint={say('noticeHint')}>
        <CountInput value={noticeDays} onChange={(days) => onChange({ noticeDays: days ?? null })} />
      </Field>
      <div className="checks">
        <Check label={say('needsCode')} isOn={needsCode === true} onChange={(isOn) => onChange({ needsCode: isOn })} />
        <Check
          label={say('transferable')}
          isOn={transferable === true}
          onChange={(isOn) => onChange({ transferable: isOn })}
        />
        <Check label={say('isActive')} isOn={active} onChange={(isOn) => onChange({ active: isOn })} />
      </div>
    </>
  )
}

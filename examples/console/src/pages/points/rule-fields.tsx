import type { EarnEffect, EarnRule } from '@siyu/core/points'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { ConditionTree } from '../../terms/condition-tree.tsx'
import { ItemsFields } from '../../terms/items-fields.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Chips } from '../../ui/chips.tsx'
import { Check, Choice } from '../../ui/choice.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { NameFields } from '../../ui/name-fields.tsx'
import { CountInput, MoneyInput, PercentInput } from '../../ui/number-input.tsx'
import { Field, Group } from '../../ui/page.tsx'
import { periods } from './cap-fields.tsx'
import { pointsWords } from './words.ts'

type RuleFieldsProps = { readonly rule: EarnRule; readonly onChange: (rule: EarnRule) => void }

/** One way of earning: what it gives first, then when and for what. */
export function RuleFields({ rule, onChange }: RuleFieldsProps): ReactElement {
  const say = useSay(pointsWords)
  return (
    <div className="stack tight">
      <div className="form three">
        <NameFields name={rule.name} testId="rule-name" onChange={(name) => onChange({ ...rule, name })} />
        <Check label={say('isActive')} isOn={rule.active} onChange={(active) => onChange({ ...rule, active })} />
        <EffectFields effect={rule.effect} onChange={(effect) => onChange({ ...rule, effect })} />
      </div>
      <details className="more">
        <summary>{say('details')}</summary>
        <WindowFields rule={rule} onChange={onChange} />
        <ConditionsField rule={rule} onChange={onChange} />
      </details>
    </div>
  )
}

type EffectFieldsProps = { readonly effect: EarnEffect; readonly onChange: (effect: EarnEffect) => void }

function EffectFields({ effect, onChange }: EffectFieldsProps): ReactElement | null {
  const say = useSay(pointsWords)
  switch (effect.kind) {
    case 'per_amount':
      return <PerAmountFields effect={effect} onChange={onChange} />
    case 'fixed':
      return (
        <>
          <Field label={say('count')}>
            <CountInput
              required
              value={effect.count}
              testId="rule-count"
              onChange={(count = UNKNOWN) => onChange({ ...effect, count })}
            />
          </Field>
          <Field label={say('per')}>
            <Choice
              value={effect.per}
              options={(['unit', 'line', 'order'] as const).map((each) => [each, say(`per_${each}`)] as const)}
              onChange={(per) => onChange({ ...effect, per })}
            />
          </Field>
        </>
      )
    case 'multiply':
      return (
        <Field label={say('multiply')}>
          <PercentInput
            required
            value={effect.bps}
            testId="rule-multiply"
            onChange={(bps = UNKNOWN) => onChange({ ...effect, bps })}
          />
        </Field>
      )
    case 'exclude':
      return null
  }
}

type PerAmount = Extract<EarnEffect, { readonly kind: 'per_amount' }>

function PerAmountFields(props: {
  readonly effect: PerAmount
  readonly onChange: (effect: EarnEffect) => void
}): ReactElement {
  const say = useSay(pointsWords)
  const { effect } = props
  const change = (part: Partial<PerAmount>): void => props.onChange({ ...effect, ...part })
  return (
    <>
      <Field label={say('perMinor')}>
        <MoneyInput
          required
          value={effect.perMinor}
          testId="rule-per"
          onChange={(perMinor = UNKNOWN) => change({ perMinor })}
        />
      </Field>
      <Field label={say('count')}>
        <CountInput
          required
          min={0}
          value={effect.count}
          testId="rule-count"
          onChange={(count = UNKNOWN) => change({ count })}
        />
      </Field>
      <Field label={say('of')}>
        <Choice
          value={effect.of ?? 'part'}
          options={(['part', 'full'] as const).map((each) => [each, say(`of_${each}`)] as const)}
          onChange={(of) => change({ of })}
        />
      </Field>
      <Check
        label={say('shipping')}
        isOn={effect.shipping === true}
        onChange={(isOn) => change({ shipping: isOn || undefined })}
      />
    </>
  )
}

function WindowFields({ rule, onChange }: RuleFieldsProps): ReactElement {
  const say = useSay(pointsWords)
  const common = useSay(commonWords)
  const change = (part: Partial<EarnRule>): void => onChange({ ...rule, ...part })
  const { startsAt = null, endsAt = null, maxPerOrderCount, birthday = 'no', items } = rule
  return (
    <div className="form three">
      <Field label={say('startsAt')}>
        <MomentInput value={startsAt} onChange={(at) => change({ startsAt: at ?? undefined })} />
      </Field>
      <Field label={say('endsAt')}>
        <MomentInput value={endsAt} testId="rule-ends" onChange={(at) => change({ endsAt: at ?? undefined })} />
      </Field>
      <Field label={say('birthday')}>
        <Choice
          value={birthday}
          options={(['no', 'day', 'month'] as const).map((each) => [each, say(`birthday_${each}`)] as const)}
          onChange={(each) => change({ birthday: each === 'no' ? undefined : each })}
        />
      </Field>
      <Field label={say('maxPerOrder')}>
        <CountInput
          value={maxPerOrderCount}
          placeholder={common('noLimit')}
          onChange={(count) => change({ maxPerOrderCount: count })}
        />
      </Field>
      <MonthDaysField rule={rule} onChange={onChange} />
      <RuleCapFields cap={rule.cap} onChange={(cap) => change({ cap })} />
      <Group label={say('items')}>
        <ItemsFields value={items} onChange={(next) => change({ items: next ?? undefined })} />
      </Group>
    </div>
  )
}

const daysOfMonth = Array.from({ length: 31 }, (_, at) => ({ value: String(at + 1), name: String(at + 1) }))

function MonthDaysField({ rule, onChange }: RuleFieldsProps): ReactElement {
  const say = useSay(pointsWords)
  const { monthDays = [] } = rule
  const change = (values: readonly string[]): void => {
    const days = values.map(Number).toSorted((a, b) => a - b)
    onChange({ ...rule, monthDays: days.length === 0 ? undefined : days })
  }
  return (
    <Group label={say('daysOfMonth')}>
      <Chips
        values={monthDays.map(String)}
        options={daysOfMonth}
        label={say('daysOfMonth')}
        max={31}
        placeholder={say('anyDay')}
        onChange={change}
      />
    </Group>
  )
}

/** What must hold beside the goods: the same conditions that promotions ask. */
function ConditionsField({ rule, onChange }: RuleFieldsProps): ReactElement {
  const say = useSay(pointsWords)
  return (
    <Group label={say('conditionsOf')}>
      <ConditionTree
        conditions={rule.conditions ?? []}
        onChange={(next) => onChange({ ...rule, conditions: next.length === 0 ? undefined : next })}
      />
    </Group>
  )
}

type RuleCapProps = { readonly cap: EarnRule['cap']; readonly onChange: (cap: EarnRule['cap']) => void }

function RuleCapFields({ cap, onChange }: RuleCapProps): ReactElement {
  const say = useSay(pointsWords)
  const common = useSay(commonWords)
  return (
    <>
      <Field label={say('capCount')}>
        <CountInput
          value={cap?.maxCount}
          placeholder={common('noLimit')}
          onChange={(maxCount) =>
            onChange(maxCount === undefined ? undefined : { maxCount, period: cap?.period ?? 'month' })
          }
        />
      </Field>
      <Field label={say('capPeriod')}>
        <Choice
          value={cap?.period ?? 'month'}
          options={periods.map((period) => [period, say(`period_${period}`)] as const)}
          onChange={(period) => cap !== undefined && onChange({ ...cap, period })}
        />
      </Field>
    </>
  )
}

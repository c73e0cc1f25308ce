import type { Condition, ItemFilter } from '@siyu/core/promotions'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { useCatalogue } from '../ui/catalogue.ts'
import { Chips } from '../ui/chips.tsx'
import { Choice } from '../ui/choice.tsx'
import { CountInput, MoneyInput } from '../ui/number-input.tsx'
import { BaseField } from './effect-fields.tsx'
import { ItemsFields } from './items-fields.tsx'
import { type NamesCondition, namesOf, UNKNOWN, withNames } from './kinds.ts'
import { termsWords } from './words.ts'

type Of<Kind extends Condition['kind']> = Extract<Condition, { readonly kind: Kind }>
type FieldsProps<Kind extends Condition['kind']> = {
  readonly condition: Of<Kind>
  readonly onChange: (condition: Condition) => void
  readonly path: string
}

/** What a condition that is no group asks for. */
export function ConditionFields(props: FieldsProps<Exclude<Condition['kind'], 'all' | 'any' | 'not'>>): ReactElement {
  const { condition, onChange, path } = props
  switch (condition.kind) {
    case 'subtotal_at_least':
    case 'quantity_at_least':
      return <ThresholdFields condition={condition} onChange={onChange} path={path} />
    case 'joined_within':
      return <DaysField condition={condition} onChange={onChange} path={path} />
    case 'order_number':
      return <OrderNumberFields condition={condition} onChange={onChange} path={path} />
    case 'weekday_in':
      return <WeekdayFields condition={condition} onChange={onChange} path={path} />
    case 'minutes_between':
      return <TimeFields condition={condition} onChange={onChange} path={path} />
    default:
      return <NamesField condition={condition} onChange={onChange} path={path} />
  }
}

function ThresholdFields(props: FieldsProps<'subtotal_at_least' | 'quantity_at_least'>): ReactElement {
  const { condition, onChange, path } = props
  const say = useSay(termsWords)
  const label = say(`if_${condition.kind}`)
  const testId = `condition-value-${path}`
  return (
    <>
      {condition.kind === 'subtotal_at_least' ? (
        <MoneyInput
          required
          value={condition.minor}
          label={label}
          testId={testId}
          onChange={(minor = UNKNOWN) => onChange({ ...condition, minor })}
        />
      ) : (
        <CountInput
          required
          value={condition.count}
          label={label}
          testId={testId}
          onChange={(count = UNKNOWN) => onChange({ ...condition, count })}
        />
      )}
      <details className="more" open={condition.items !== undefined}>
        <summary>{say('more')}</summary>
        <div className="items">
          <CountedField value={condition.items} onChange={(items) => onChange({ ...condition, items })} path={path} />
          {condition.kind === 'subtotal_at_least' && (
            <BaseField value={condition.base} onChange={(base) => onChange({ ...condition, base })} />
          )}
        </div>
      </details>
    </>
  )
}

type CountedFieldProps = {
  readonly value: ItemFilter | undefined
  readonly onChange: (items: ItemFilter | undefined) => void
  readonly path: string
}

/** The lines a threshold counts: the rule's own, the whole basket, or others. */
function CountedField({ value, onChange, path }: CountedFieldProps): ReactElement {
  const say = useSay(termsWords)
  return (
    <>
      <Choice
        value={value === undefined ? 'own' : 'other'}
        label={say('counted')}
        options={[
          ['own', say('itemsOwn')],
          ['other', say('itemsWhole')],
        ]}
        onChange={(counted) => onChange(counted === 'own' ? undefined : {})}
      />
      {value !== undefined && (
        <ItemsFields value={value} testId={`condition-items-${path}`} onChange={(items) => onChange(items ?? {})} />
      )}
    </>
  )
}

function DaysField({ condition, onChange, path }: FieldsProps<'joined_within'>): ReactElement {
  const say = useSay(termsWords)
  return (
    <CountInput
      required
      value={condition.days}
      label={say('if_joined_within')}
      testId={`condition-value-${path}`}
      onChange={(days = UNKNOWN) => onChange({ ...condition, days })}
    />
  )
}

function OrderNumberFields({ condition, onChange, path }: FieldsProps<'order_number'>): ReactElement {
  const say = useSay(termsWords)
  return (
    <>
      <CountInput
        required
        value={condition.from}
        label={say('orderFrom')}
        testId={`condition-value-${path}`}
        onChange={(from = UNKNOWN) => onChange({ ...condition, from })}
      />
      <span aria-hidden="true">–</span>
      <CountInput
        value={condition.to}
        label={say('orderTo')}
        placeholder={say('orderToHint')}
        onChange={(to) => onChange({ ...condition, to: to ?? null })}
      />
    </>
  )
}

function WeekdayFields({ condition, onChange }: FieldsProps<'weekday_in'>): ReactElement {
  const say = useSay(termsWords)
  const toggle = (day: number): readonly number[] => {
    const days = condition.days.filter((each) => each !== day)
    return days.length < condition.days.length ? days : [...days, day].sort((a, b) => a - b)
  }
  return (
    <span className="weekdays">
      {[...say('weekdays')].map((name, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the days of the week never change
          key={index}
          type="button"
          aria-pressed={condition.days.includes(index + 1)}
          onClick={() => onChange({ ...condition, days: toggle(index + 1) })}
        >
          {name}
        </button>
      ))}
    </span>
  )
}

function TimeFields({ condition, onChange }: FieldsProps<'minutes_between'>): ReactElement {
  const say = useSay(termsWords)
  const minutesOf = (text: string): number => {
    const [hours = Number.NaN, minutes = Number.NaN] = text.split(':').map(Number)
    return hours * 60 + minutes
  }
  return (
    <>
      <input
        type="time"
        required
        aria-label={say('timeFrom')}
        value={clock(condition.from)}
        onChange={(event) => onChange({ ...condition, from: minutesOf(event.target.value) })}
      />
      <span aria-hidden="true">–</span>
      <input
        type="time"
        required
        aria-label={say('timeTo')}
        value={clock(condition.to)}
        onChange={(event) => onChange({ ...condition, to: minutesOf(event.target.value) })}
      />
    </>
  )
}

function clock(minutes: number): string {
  if (Number.isNaN(minutes)) return ''
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

function NamesField({ condition, onChange, path }: FieldsProps<NamesCondition['kind']>): ReactElement {
  const say = useSay(termsWords)
  const { tiers } = useCatalogue()
  const isTier = condition.kind === 'tier_in'
  return (
    <Chips
      values={namesOf(condition)}
      options={isTier ? tiers : []}
      label={say(`if_${condition.kind}`)}
      isFree={!isTier}
      placeholder={condition.kind === 'region_in' ? say('regionHint') : undefined}
      testId={`condition-value-${path}`}
      onChange={(names) => onChange(withNames(condition, names))}
    />
  )
}

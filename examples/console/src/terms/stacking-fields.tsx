import type { Lane, Stacking } from '@siyu/core/promotions'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { Chips } from '../ui/chips.tsx'
import { Check, Choice } from '../ui/choice.tsx'
import { Field, Group } from '../ui/page.tsx'
import { termsWords } from './words.ts'

type StackingFieldsProps = {
  readonly value: Stacking | null | undefined
  readonly onChange: (stacking: Stacking | null) => void
  /** A coupon that says nothing is used alone; a promotion that says nothing stacks with everything. */
  readonly isCoupon: boolean
}

/** How an offer stands beside others. */
export function StackingFields({ value, onChange, isCoupon }: StackingFieldsProps): ReactElement {
  const say = useSay(termsWords)
  const stacking = value ?? null
  const isFree = stacking !== null && Object.values(stacking).every((part) => part === undefined)
  const mode = stacking === null ? 'none' : isFree && isCoupon ? 'all' : 'rules'
  const options = [
    ['none', say(isCoupon ? 'stackAlone' : 'stackAll')],
    ...(isCoupon ? ([['all', say('stackAll')]] as const) : []),
    ['rules', say('stackRules')],
  ] as const
  return (
    <>
      <Choice
        value={mode}
        label={say('stackingTitle')}
        testId="stacking-mode"
        options={options}
        onChange={(chosen) => onChange(chosen === 'none' ? null : chosen === 'all' ? {} : { exclusive: false })}
      />
      {stacking !== null && mode === 'rules' && <RuleFields value={stacking} onChange={onChange} isCoupon={isCoupon} />}
    </>
  )
}

type RuleFieldsProps = {
  readonly value: Stacking
  readonly onChange: (stacking: Stacking) => void
  readonly isCoupon: boolean
}

function RuleFields({ value, onChange, isCoupon }: RuleFieldsProps): ReactElement {
  const say = useSay(termsWords)
  const modes = ['best', 'best_per_line', 'first', 'stackable'] as const
  return (
    <>
      {!isCoupon && <LaneField value={value} onChange={onChange} />}
      <Check
        label={say('exclusive')}
        isOn={value.exclusive === true}
        testId="stacking-exclusive"
        onChange={(exclusive) => onChange({ ...value, exclusive })}
      />
      <Field label={say('group')} hint={say('groupHint')}>
        <input
          maxLength={200}
          value={value.group ?? ''}
          data-testid="stacking-group"
          onChange={({ target }) => onChange({ ...value, group: target.value === '' ? undefined : target.value })}
        />
      </Field>
      {value.group !== undefined && (
        <Field label={say('mode')}>
          <Choice
            value={value.mode ?? 'stackable'}
            options={modes.map((mode) => [mode, say(`mode_${mode}`)] as const)}
            onChange={(mode) => onChange({ ...value, mode })}
          />
        </Field>
      )}
      {(['tags', 'stackWith', 'neverWith'] as const).map((key) => (
        <Group key={key} label={say(key === 'tags' ? 'ownTags' : key)}>
          <Chips
            values={value[key] ?? []}
            options={[]}
            isFree
            max={20}
            label={say(key === 'tags' ? 'ownTags' : key)}
            onChange={(values) => onChange({ ...value, [key]: values.length === 0 ? undefined : values })}
          />
        </Group>
      ))}
    </>
  )
}

function LaneField({ value, onChange }: Omit<RuleFieldsProps, 'isCoupon'>): ReactElement {
  const say = useSay(termsWords)
  const lanes: readonly Lane[] = ['price', 'items', 'order']
  return (
    <Field label={say('lane')}>
      <Choice
        value={value.lane ?? 'auto'}
        options={[['auto', say('lane_auto')], ...lanes.map((lane) => [lane, say(`lane_${lane}`)] as const)]}
        onChange={(lane) => onChange({ ...value, lane: lane === 'auto' ? undefined : lane })}
      />
    </Field>
  )
}

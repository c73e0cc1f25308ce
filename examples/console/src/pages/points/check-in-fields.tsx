import type { CheckInTerms } from '@siyu/core/points'
import { type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Check } from '../../ui/choice.tsx'
import { CountInput } from '../../ui/number-input.tsx'
import { Field, Group } from '../../ui/page.tsx'
import { activityWords } from './activity-words.ts'

type CheckInFieldsProps = {
  readonly terms: CheckInTerms | null
  readonly onChange: (terms: CheckInTerms | null) => void
}

const usual: CheckInTerms = { dayCounts: [1, 2, 3, 4, 5, 6, 7], bonuses: [], cycleDays: 7 }

/** What checking in gives, day by day. */
export function CheckInFields({ terms, onChange }: CheckInFieldsProps): ReactElement {
  const say = useSay(activityWords)
  return (
    <div className="fold stack tight">
      <h3>{say('checkIn')}</h3>
      <Check
        label={say('isOn')}
        isOn={terms !== null}
        testId="check-in-on"
        onChange={(isOn) => onChange(isOn ? usual : null)}
      />
      {terms !== null && <TermsFields terms={terms} onChange={onChange} />}
    </div>
  )
}

type TermsFieldsProps = { readonly terms: CheckInTerms; readonly onChange: (terms: CheckInTerms) => void }

function TermsFields({ terms, onChange }: TermsFieldsProps): ReactElement {
  const say = useSay(activityWords)
  const [text, setText] = useState(() => terms.dayCounts.join(', '))
  const isGood = terms.dayCounts.length > 0
  return (
    <div className="form">
      <Field label={say('dayCounts')} error={isGood ? null : say('badDays')}>
        <input
          required
          value={text}
          data-testid="check-in-days"
          onChange={({ target }) => {
            setText(target.value)
            onChange({ ...terms, dayCounts: countsOf(target.value) })
          }}
        />
      </Field>
      <Field label={say('cycleDays')}>
        <CountInput
          value={terms.cycleDays}
          placeholder={say('never')}
          onChange={(days) => onChange({ ...terms, cycleDays: days ?? null })}
        />
      </Field>
      <BonusFields bonuses={terms.bonuses} onChange={(bonuses) => onChange({ ...terms, bonuses })} />
    </div>
  )
}

type Bonuses = CheckInTerms['bonuses']

function BonusFields(props: {
  readonly bonuses: Bonuses
  readonly onChange: (bonuses: Bonuses) => void
}): ReactElement {
  const say = useSay(activityWords)
  const common = useSay(commonWords)
  const { bonuses, onChange } = props
  const change = (index: number, part: Partial<Bonuses[number]>): void =>
    onChange(bonuses.map((bonus, at) => (at === index ? { ...bonus, ...part } : bonus)))
  return (
    <Group label={say('bonuses')}>
      {bonuses.map(({ day, count }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a day that is being typed is no key
        <div key={index} className="inline-fields">
          <span>{say('day')}</span>
          <CountInput
            required
            value={day}
            label={say('day')}
            onChange={(next = UNKNOWN) => change(index, { day: next })}
          />
          <span>{say('count')}</span>
          <CountInput
            required
            value={count}
            label={say('count')}
            onChange={(next = UNKNOWN) => change(index, { count: next })}
          />
          <button
            type="button"
            className="button quiet"
            onClick={() => onChange(bonuses.filter((_, at) => at !== index))}
          >
            {common('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button fit"
        disabled={bonuses.length >= 31}
        onClick={() => onChange([...bonuses, { day: 7, count: UNKNOWN }])}
      >
        {say('addBonus')}
      </button>
    </Group>
  )
}

/** `1, 2, 5` as numbers; nothing for what is no such list. */
function countsOf(text: string): readonly number[] {
  const parts = text.split(/[,，、\s]+/).filter((part) => part !== '')
  return parts.every((part) => /^\d{1,7}$/.test(part)) ? parts.map(Number) : []
}

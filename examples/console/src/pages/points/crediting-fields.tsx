import type { EarnProgram } from '@siyu/core/points'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { CountInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { CapFields } from './cap-fields.tsx'
import { pointsWords } from './words.ts'

type CreditingFieldsProps = {
  readonly earn: EarnProgram
  readonly onChange: (part: Partial<EarnProgram>) => void
}

/** The three a shop chooses between; another that was set elsewhere is offered as it is. */
const usualRoundings = ['floor', 'halfExpand', 'ceil'] as const

/** How what rules give becomes a credit, and when it can be spent. */
export function CreditingFields({ earn, onChange }: CreditingFieldsProps): ReactElement {
  const say = useSay(pointsWords)
  const common = useSay(commonWords)
  const { activation, combine, maxPerOrderCount, caps } = earn
  return (
    <section className="card">
      <h2>{say('crediting')}</h2>
      <div className="form three">
        <Field label={say('after')}>
          <Choice
            value={activation.after}
            testId="points-after"
            options={(['payment', 'completion'] as const).map((each) => [each, say(`after_${each}`)] as const)}
            onChange={(after) => onChange({ activation: { ...activation, after } })}
          />
        </Field>
        <Field label={say('delayDays')}>
          <CountInput
            required
            min={0}
            value={activation.delayDays}
            testId="points-delay"
            onChange={(delayDays = UNKNOWN) => onChange({ activation: { ...activation, delayDays } })}
          />
        </Field>
        <Field label={say('maxPerOrder')}>
          <CountInput
            value={maxPerOrderCount}
            placeholder={common('noLimit')}
            onChange={(count) => onChange({ maxPerOrderCount: count ?? null })}
          />
        </Field>
        <RoundingFields earn={earn} onChange={onChange} />
        <Field label={say('combine')}>
          <Choice
            value={combine}
            options={(['product', 'highest', 'sum'] as const).map((each) => [each, say(`combine_${each}`)] as const)}
            onChange={(next) => onChange({ combine: next })}
          />
        </Field>
        <CapFields caps={caps} onChange={(next) => onChange({ caps: next })} />
      </div>
    </section>
  )
}

function RoundingFields({ earn: { rounding, roundPer }, onChange }: CreditingFieldsProps): ReactElement {
  const say = useSay(pointsWords)
  const usual = usualRoundings.map((each) => [each, say(`rounding_${each}`)] as const)
  const isUsual = usual.some(([each]) => each === rounding)
  return (
    <>
      <Field label={say('rounding')}>
        <Choice<EarnProgram['rounding']>
          value={rounding}
          options={isUsual ? usual : [...usual, [rounding, rounding]]}
          onChange={(next) => onChange({ rounding: next })}
        />
      </Field>
      <Field label={say('roundPer')}>
        <Choice
          value={roundPer}
          options={(['order', 'line'] as const).map((each) => [each, say(`roundPer_${each}`)] as const)}
          onChange={(next) => onChange({ roundPer: next })}
        />
      </Field>
    </>
  )
}

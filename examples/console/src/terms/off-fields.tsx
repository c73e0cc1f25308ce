import type { Effect, Off } from '@siyu/core/promotions'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { Choice } from '../ui/choice.tsx'
import { useFormat } from '../ui/format.ts'
import { CountInput, MoneyInput, PercentInput } from '../ui/number-input.tsx'
import { Field } from '../ui/page.tsx'
import { UNKNOWN } from './kinds.ts'
import { PerField } from './per-field.tsx'
import { termsWords } from './words.ts'

type OffInputProps = {
  readonly value: Off
  readonly onChange: (off: Off) => void
  readonly testId?: string
}

/** A sum or a share off. */
export function OffInput({ value, onChange, testId }: OffInputProps): ReactElement {
  const say = useSay(termsWords)
  const isMoney = 'minor' in value
  return (
    <span className="off-input">
      <Choice
        value={isMoney ? 'minor' : 'bps'}
        label={say('off')}
        options={[
          ['minor', say('offMoney')],
          ['bps', say('offShare')],
        ]}
        onChange={(unit) => onChange(unit === 'minor' ? { minor: UNKNOWN } : { bps: UNKNOWN })}
      />
      {isMoney ? (
        <MoneyInput
          required
          value={value.minor}
          label={say('money')}
          testId={testId}
          onChange={(minor = UNKNOWN) => onChange({ minor })}
        />
      ) : (
        <PercentInput
          required
          value={value.bps}
          label={say('share')}
          placeholder="%"
          testId={testId}
          onChange={(bps = UNKNOWN) => onChange({ bps })}
        />
      )}
    </span>
  )
}

/** `9 折`, or what is left of the price. */
export function useShareHint(): (bps: number) => string | undefined {
  const say = useSay(termsWords)
  const { rate } = useFormat()
  return (bps) => {
    if (Number.isNaN(bps)) return undefined
    return say('shareHint', { fold: `= ${(10_000 - bps) / 1_000} 折`, rest: rate(10_000 - bps) })
  }
}

type PerUnitEffect = Extract<Effect, { readonly kind: 'amount_off' | 'percent_off' | 'set_price' }>
type UnitFieldsProps = { readonly effect: PerUnitEffect; readonly onChange: (effect: PerUnitEffect) => void }

/** Whether it counts for the order, each line or each unit, and for which units. */
export function UnitFields({ effect, onChange }: UnitFieldsProps): ReactElement {
  const say = useSay(termsWords)
  const per = effect.per ?? 'order'
  return (
    <>
      <Field label={say('per')}>
        <Choice
          value={per}
          testId="effect-per"
          options={[
            ['order', say('per_order')],
            ['line', say('per_line')],
            ['unit', say('per_unit')],
          ]}
          onChange={(chosen) => onChange({ ...effect, per: chosen })}
        />
      </Field>
      <Field label={say('maxUnits')}>
        <CountInput value={effect.maxUnits} onChange={(maxUnits) => onChange({ ...effect, maxUnits })} />
      </Field>
      {effect.maxUnits !== undefined && (
        <PerField
          label={say('maxUnitsPer')}
          value={effect.maxUnitsPer}
          onChange={(maxUnitsPer) => onChange({ ...effect, maxUnitsPer })}
        />
      )}
      <Field label={say('groupCount')}>
        <CountInput value={effect.groupCount} onChange={(groupCount) => onChange({ ...effect, groupCount })} />
      </Field>
      <Field label={say('takes')}>
        <Choice
          value={effect.first ?? 'lines'}
          options={[
            ['lines', say('asLines')],
            ['cheapest', say('cheapest')],
            ['dearest', say('dearest')],
          ]}
          onChange={(first) => onChange({ ...effect, first: first === 'lines' ? undefined : first })}
        />
      </Field>
    </>
  )
}

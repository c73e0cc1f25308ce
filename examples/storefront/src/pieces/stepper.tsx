import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'
import { Icon } from './icon.tsx'

export type StepperProps = {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
  readonly label: string
}

/** Fewer, how many, more. */
export function Stepper({ value, min, max, onChange, label }: StepperProps): ReactElement {
  const { common } = useWords()
  return (
    <fieldset className="stepper" aria-label={label}>
      <button
        type="button"
        aria-label={common.fewer}
        disabled={value <= min}
        data-testid="quantity-less"
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" small />
      </button>
      <output data-testid="quantity">{value}</output>
      <button
        type="button"
        aria-label={common.more}
        disabled={value >= max}
        data-testid="quantity-more"
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" small />
      </button>
    </fieldset>
  )
}

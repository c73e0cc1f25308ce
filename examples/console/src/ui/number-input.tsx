import { type ReactElement, useState } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'
import { useFormat } from './format.ts'

export type NumberInputProps = {
  /** NaN stands for what is missing or makes no sense. */
  readonly value: number | null | undefined
  /** Undefined for an empty field, NaN for text that is no such number. */
  readonly onChange: (value: number | undefined) => void
  readonly required?: boolean | undefined
  readonly placeholder?: string | undefined
  /** What it is called where no label stands beside it. */
  readonly label?: string | undefined
  readonly testId?: string | undefined
}

type Reading = {
  /** Null for text that is no such number. */
  readonly read: (text: string) => number | null
  readonly write: (value: number) => string
  readonly problem: string
}

function TypedNumber({ reading, ...props }: NumberInputProps & { readonly reading: Reading }): ReactElement {
  const { value, onChange, required = false, placeholder, label, testId } = props
  const { read, write, problem } = reading
  const meaning = (text: string): number | undefined => (text.trim() === '' ? undefined : (read(text) ?? Number.NaN))
  const [typed, setTyped] = useState('')
  const isTyped = Object.is(meaning(typed), value ?? undefined)
  const text = isTyped ? typed : value === null || value === undefined || Number.isNaN(value) ? '' : write(value)
  const isWrong = Number.isNaN(meaning(text) ?? 0)
  return (
    <input
      ref={(node) => node?.setCustomValidity(isWrong ? problem : '')}
      inputMode="decimal"
      required={required}
      value={text}
      placeholder={placeholder}
      aria-label={label}
      aria-invalid={isWrong}
      title={isWrong ? problem : undefined}
      data-testid={testId}
      onChange={(event) => {
        setTyped(event.target.value)
        onChange(meaning(event.target.value))
      }}
    />
  )
}

/** An amount of the brand's currency, in minor units. */
export function MoneyInput(props: NumberInputProps): ReactElement {
  const say = useSay(commonWords)
  const { minorOf, amountText } = useFormat()
  return <TypedNumber {...props} reading={{ read: minorOf, write: amountText, problem: say('badAmount') }} />
}

/** A whole number from `min` on. */
export function CountInput({
  min = 1,
  ...props
}: NumberInputProps & { readonly min?: number | undefined }): ReactElement {
  const say = useSay(commonWords)
  const read = (text: string): number | null => {
    const value = /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
    return value >= min ? value : null
  }
  return <TypedNumber {...props} reading={{ read, write: String, problem: say('badCount', { min }) }} />
}

/** A share in basis points, typed as a percentage of up to two decimals. */
export function PercentInput(props: NumberInputProps): ReactElement {
  const say = useSay(commonWords)
  const read = (text: string): number | null => {
    if (!/^\d{1,5}(\.\d{1,2})?$/.test(text.trim())) return null
    return Math.round(Number(text) * 100)
  }
  return <TypedNumber {...props} reading={{ read, write: (bps) => String(bps / 100), problem: say('badPercent') }} />
}

import { type ReactElement, useState } from 'react'

export type MomentInputProps = {
  readonly value: number | null
  readonly onChange: (at: number | null) => void
  readonly required?: boolean | undefined
  readonly label?: string | undefined
  readonly testId?: string | undefined
}

/** A moment in the time of this device; null while it is empty. */
export function MomentInput({ value, onChange, required = false, label, testId }: MomentInputProps): ReactElement {
  const [typed, setTyped] = useState('')
  const text = momentOf(typed) === value ? typed : value === null ? '' : localText(value)
  return (
    <input
      type="datetime-local"
      required={required}
      value={text}
      aria-label={label}
      data-testid={testId}
      onChange={(event) => {
        setTyped(event.target.value)
        onChange(momentOf(event.target.value))
      }}
    />
  )
}

function momentOf(text: string): number | null {
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}

/** `2026-03-05T09:30` on the clock of this device. */
function localText(at: number): string {
  const shifted = at - new Date(at).getTimezoneOffset() * 60_000
  return new Date(shifted).toISOString().slice(0, 16)
}

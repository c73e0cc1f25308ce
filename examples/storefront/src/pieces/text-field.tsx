import type { ComponentProps, ReactElement } from 'react'

type TextFieldProps = Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  readonly label: string
  readonly value: string
  readonly testId: string
  readonly onChange: (text: string) => void
}

/** A line of text with its label; whatever else an input takes may be said beside it. */
export function TextField({ label, testId, onChange, ...input }: TextFieldProps): ReactElement {
  return (
    <label className="field">
      <span>{label}</span>
      <input {...input} data-testid={testId} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

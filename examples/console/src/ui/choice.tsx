import type { ReactElement } from 'react'

export type ChoiceProps<T extends string> = {
  readonly value: T
  readonly options: ReadonlyArray<readonly [value: T, name: string]>
  readonly onChange: (value: T) => void
  /** What it is called where no label stands beside it. */
  readonly label?: string | undefined
  readonly testId?: string | undefined
}

/** One of a few. */
export function Choice<T extends string>({ value, options, onChange, label, testId }: ChoiceProps<T>): ReactElement {
  return (
    <select
      value={value}
      aria-label={label}
      data-testid={testId}
      onChange={(event) => {
        const chosen = options.find(([each]) => each === event.target.value)
        if (chosen !== undefined) onChange(chosen[0])
      }}
    >
      {options.map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** Yes or no, with its words beside the box. */
export function Check(props: {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly testId?: string | undefined
}): ReactElement {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={props.isOn}
        data-testid={props.testId}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <span>{props.label}</span>
    </label>
  )
}

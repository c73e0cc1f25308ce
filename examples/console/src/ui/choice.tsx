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

/** Which of a list are shown, above it. */
export function ListFilter<T extends string>(props: ChoiceProps<T>): ReactElement {
  return (
    <div className="toolbar">
      <Choice {...props} />
    </div>
  )
}

/** One of a few, with its words beside it. */
export function NamedChoice<T extends string>(props: ChoiceProps<T> & { readonly label: string }): ReactElement {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is a child
    <label className="inline-field">
      <span>{props.label}</span>
      <Choice {...props} />
    </label>
  )
}

/** One of a few, all in sight. Each has the test id followed by its value. */
export function Segments<T extends string>(
  props: ChoiceProps<T> & { readonly label: string; readonly testId: string },
): ReactElement {
  const { value, options, onChange, label, testId } = props
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{label}</legend>
      {options.map(([each, name]) => (
        <label key={each} data-testid={`${testId}-${each}`}>
          <input type="radio" name={testId} checked={each === value} onChange={() => onChange(each)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
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

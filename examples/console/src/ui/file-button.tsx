import type { ChangeEvent, ReactElement } from 'react'

type FileButtonProps = {
  readonly label: string
  readonly title?: string
  readonly testId: string
  readonly disabled: boolean
  /** What the chosen file says. The same file can be chosen again. */
  readonly onText: (text: string) => void
}

/** A button that asks for a CSV file. */
export function FileButton({ label, title, testId, disabled, onText }: FileButtonProps): ReactElement {
  const take = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const text = await target.files?.[0]?.text()
    target.value = ''
    if (text !== undefined) onText(text)
  }
  return (
    <label className="button" title={title}>
      {label}
      <input
        type="file"
        className="visually-hidden"
        accept=".csv,text/csv"
        disabled={disabled}
        data-testid={testId}
        onChange={(event) => void take(event)}
      />
    </label>
  )
}

import type { ReactElement, ReactNode } from 'react'

type SubmitButtonProps = {
  readonly testId: string
  /** What it looks like: the usual one, one that spends or asks for money, or one among others. */
  readonly look?: 'leaf' | 'buy' | 'quiet'
  readonly disabled: boolean
  readonly children: ReactNode
}

/** Sends the form it stands in; as wide as the form. */
export function SubmitButton({ testId, look = 'leaf', disabled, children }: SubmitButtonProps): ReactElement {
  return (
    <button type="submit" className={`button button--${look} button--wide`} data-testid={testId} disabled={disabled}>
      {children}
    </button>
  )
}

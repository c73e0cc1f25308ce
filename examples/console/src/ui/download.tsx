import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'

export type DownloadOptions = {
  readonly label: string
  /** What the button says while the file is read; the label unless given. */
  readonly busyLabel?: string
  readonly testId: string
  readonly isQuiet?: boolean
  /** Reads what goes into the file and hands it to the browser. */
  readonly save: () => Promise<void>
}

/** The button, and how the last download goes: a page shows its error where there is room for it. */
export type Download = { readonly button: ReactElement; readonly isPending: boolean; readonly error: unknown }

/** A button that reads something and saves it as a file. */
export function useDownload({ label, busyLabel = label, testId, isQuiet = false, save }: DownloadOptions): Download {
  const { isPending, error, mutate } = useMutation({ mutationFn: save })
  const button = (
    <button
      type="button"
      className={isQuiet ? 'button quiet' : 'button'}
      data-testid={testId}
      disabled={isPending}
      onClick={() => mutate()}
    >
      {isPending ? busyLabel : label}
    </button>
  )
  return { button, isPending, error }
}

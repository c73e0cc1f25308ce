import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'
import { WriteError } from './states.tsx'

type SaveFootProps = {
  /** Whether everything that must be filled in is. */
  readonly isComplete: boolean
  readonly save: { readonly error: unknown; readonly isSuccess: boolean; readonly isPending: boolean }
  readonly label: string
  readonly testId: string
}

/** The end of a form: what is missing, what went wrong or that it was saved, and the button. */
export function SaveFoot({ isComplete, save, label, testId }: SaveFootProps): ReactElement {
  const common = useSay(commonWords)
  return (
    <>
      {!isComplete && <p className="field-hint">{common('unfinished')}</p>}
      <WriteError error={save.error} />
      {save.isSuccess && (
        <p className="done" role="status" data-testid={`${testId}-done`}>
          {common('saved')}
        </p>
      )}
      <div className="form-actions">
        <button type="submit" className="button primary" data-testid={`${testId}-submit`} disabled={save.isPending}>
          {save.isPending ? common('saving') : label}
        </button>
      </div>
    </>
  )
}

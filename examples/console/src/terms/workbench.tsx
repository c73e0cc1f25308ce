import type { Schema } from '@siyu/core/kernel'
import type { Terms } from '@siyu/core/promotions'
import { type UseMutationOptions, useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { type Language, useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'
import { useAdmin } from '../operator/operator.tsx'
import { wholeName } from '../ui/name-fields.tsx'
import { WriteError } from '../ui/states.tsx'
import { Summary, useUnfinished } from './summary.tsx'
import { TermsForm } from './terms-form.tsx'

export type WorkbenchProps<T extends Terms> = {
  readonly initial: T
  readonly schema: Schema<T>
  readonly save: UseMutationOptions<T, Error, T>
  readonly saveText: string
  /** Where to go once it is saved. */
  readonly home: string
  readonly isCoupon: boolean
  readonly testId: string
  /** What else the summary says. */
  readonly says: (draft: T, language: Language) => readonly string[]
  /** The fields besides the terms. */
  readonly fields: (draft: T, change: (part: Partial<T>) => void) => ReactNode
  /** What stands below the summary; the draft is null while it cannot be saved. */
  readonly side: (draft: T | null) => ReactNode
}

/** A promotion or coupon being made: its form on the left, what it says and does on the right. */
export function Workbench<T extends Terms>(props: WorkbenchProps<T>): ReactElement {
  const { initial, schema, save: mutation, saveText, home, isCoupon, testId, says, fields, side } = props
  const common = useSay(commonWords)
  const unfinished = useUnfinished()
  const navigate = useNavigate()
  const { refresh } = useAdmin()
  const [draft, setDraft] = useState(initial)
  const save = useMutation({
    ...mutation,
    onSuccess: async () => {
      await refresh()
      await navigate(home)
    },
  })
  const checked = schema.safeParse({ ...draft, name: wholeName(draft.name) })
  const missing = unfinished((checked.error?.issues ?? []).map(({ path }) => String(path[0])))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (checked.success) save.mutate(checked.data)
  }
  return (
    <div className="workbench">
      <form onSubmit={submit} className="workbench-form" id={testId} data-testid={`${testId}-form`}>
        <TermsForm terms={draft} onChange={setDraft} isCoupon={isCoupon} />
        {fields(draft, (part) => setDraft({ ...draft, ...part }))}
      </form>
      <div className="workbench-side">
        <Summary terms={draft} isCoupon={isCoupon} extra={(language) => says(draft, language)}>
          {missing !== null && <p className="field-hint">{missing}</p>}
          <WriteError error={save.error} />
          <button
            type="submit"
            form={testId}
            className="button primary"
            data-testid={`${testId}-submit`}
            disabled={save.isPending}
          >
            {save.isPending ? common('saving') : saveText}
          </button>
        </Summary>
        {side(checked.success ? checked.data : null)}
      </div>
    </div>
  )
}

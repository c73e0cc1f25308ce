import type { Schema } from '@siyu/core/kernel'
import { type UseMutationOptions, type UseMutationResult, useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useAdmin } from '../operator/operator.tsx'

export type DraftOptions<T, Saved> = {
  readonly initial: T
  readonly schema: Schema<T>
  readonly save: UseMutationOptions<Saved, Error, T>
  /** Fills in what an operator may leave out; the draft itself unless given. */
  readonly complete?: (draft: T) => T
}

/** What is being edited, saved as a whole. */
export type Draft<T, Saved> = {
  readonly draft: T
  /** Also forgets how the last saving went. */
  readonly change: (part: Partial<T>) => void
  /** The draft as it would be saved; null while something is still to be filled in. */
  readonly whole: T | null
  readonly save: UseMutationResult<Saved, Error, T>
  /** Saves what is whole. */
  readonly submit: (event: FormEvent) => void
}

/** The state of a form that is saved as a whole. */
export function useDraft<T extends object, Saved>(options: DraftOptions<T, Saved>): Draft<T, Saved> {
  const { initial, schema, complete = (draft) => draft } = options
  const { refresh } = useAdmin()
  const [draft, setDraft] = useState(initial)
  const save = useMutation({ ...options.save, onSuccess: refresh })
  const checked = schema.safeParse(complete(draft))
  const whole = checked.success ? checked.data : null
  return {
    ...{ draft, whole, save },
    change: (part) => {
      save.reset()
      setDraft({ ...draft, ...part })
    },
    submit: (event) => {
      event.preventDefault()
      if (whole !== null) save.mutate(whole)
    },
  }
}

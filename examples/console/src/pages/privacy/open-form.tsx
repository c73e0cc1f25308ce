import type { DataRequestKind } from '@siyu/core/compliance'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Field } from '../../ui/page.tsx'
import { WriteError } from '../../ui/states.tsx'
import { privacyWords } from './words.ts'

/** Writes down a request that came by letter or phone. */
export function OpenForm(): ReactElement {
  const say = useSay(privacyWords)
  const { mutations, refresh } = useAdmin()
  const [kind, setKind] = useState<DataRequestKind>('access')
  const [memberId, setMemberId] = useState('')
  const [note, setNote] = useState('')
  const open = useMutation({
    ...mutations.compliance.openRequest(),
    onSuccess: () => {
      setNote('')
      refresh()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    open.mutate({ memberId, kind, note })
  }
  return (
    <form className="card form" onSubmit={submit} data-testid="open-request">
      <h2>{say('write')}</h2>
      <Choice
        value={kind}
        options={[
          ['access', say('kind_access')],
          ['correct', say('kind_correct')],
          ['delete', say('kind_delete')],
        ]}
        onChange={setKind}
      />
      <Field label={say('memberId')}>
        <input required value={memberId} onChange={(event) => setMemberId(event.target.value.trim())} />
      </Field>
      <Field label={say('said')}>
        <input
          required
          maxLength={2_000}
          value={note}
          placeholder={say('writeHint')}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      <WriteError error={open.error} />
      <div className="form-actions">
        <button type="submit" className="button primary" disabled={open.isPending}>
          {say('save')}
        </button>
      </div>
    </form>
  )
}

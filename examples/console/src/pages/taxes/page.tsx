import { TaxSettings } from '@siyu/core/taxes'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Field, Page } from '../../ui/page.tsx'
import { Loaded, WriteError } from '../../ui/states.tsx'
import { TaxPreview } from './preview.tsx'
import { RateFields } from './rate-fields.tsx'
import { taxWords } from './words.ts'

/** How prices carry tax, and the rates. */
export function TaxesPage(): ReactElement {
  const say = useSay(taxWords)
  const { queries } = useAdmin()
  const settings = useQuery(queries.taxes.settings())
  return (
    <Page title={say('title')} note={say('note')}>
      <Loaded read={settings}>{(data) => <TaxForm initial={data} />}</Loaded>
    </Page>
  )
}

function TaxForm({ initial }: { readonly initial: TaxSettings }): ReactElement {
  const say = useSay(taxWords)
  const common = useSay(commonWords)
  const { mutations, refresh } = useAdmin()
  const [draft, setDraft] = useState(initial)
  const save = useMutation({ ...mutations.taxes.saveSettings(), onSuccess: refresh })
  const checked = TaxSettings.safeParse(draft)
  const change = (part: Partial<TaxSettings>): void => {
    save.reset()
    setDraft({ ...draft, ...part })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (checked.success) save.mutate(checked.data)
  }
  return (
    <form onSubmit={submit} className="settings" data-testid="tax-form">
      <section className="card form">
        <Field label={say('mode')}>
          <Choice
            value={draft.mode}
            testId="tax-mode"
            options={(['inside', 'on_top'] as const).map((mode) => [mode, say(`mode_${mode}`)] as const)}
            onChange={(mode) => change({ mode })}
          />
        </Field>
        <Field label={say('rounding')}>
          <Choice
            value={draft.rounding ?? 'line'}
            options={(['line', 'unit'] as const).map((each) => [each, say(`rounding_${each}`)] as const)}
            onChange={(rounding) => change({ rounding })}
          />
        </Field>
      </section>
      <RateFields rates={draft.rates} onChange={(rates) => change({ rates })} />
      <TaxPreview settings={checked.success ? checked.data : null} />
      {!checked.success && <p className="field-hint">{say('unfinished')}</p>}
      <WriteError error={save.error} />
      {save.isSuccess && (
        <p className="done" role="status" data-testid="tax-done">
          {common('saved')}
        </p>
      )}
      <div className="form-actions">
        <button type="submit" className="button primary" data-testid="tax-submit" disabled={save.isPending}>
          {save.isPending ? common('saving') : say('save')}
        </button>
      </div>
    </form>
  )
}

import { TaxSettings } from '@siyu/core/taxes'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { Field, Page } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Loaded } from '../../ui/states.tsx'
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
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: TaxSettings, save: mutations.taxes.saveSettings() },
  })
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
      <TaxPreview settings={whole} />
      <SaveFoot isComplete={whole !== null} save={save} label={say('save')} testId="tax" />
    </form>
  )
}

import { ShippingSettings, type ShippingTemplate } from '@siyu/core/shipping'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { Field, Page } from '../../ui/page.tsx'
import { Loaded, WriteError } from '../../ui/states.tsx'
import { ShippingPreview } from './preview.tsx'
import { TemplateFields } from './template-fields.tsx'
import { shippingWords } from './words.ts'

/** What shipping costs where. */
export function ShippingPage(): ReactElement {
  const say = useSay(shippingWords)
  const { queries } = useAdmin()
  const settings = useQuery(queries.shipping.settings())
  return (
    <Page title={say('title')} note={say('note')}>
      <Loaded read={settings}>{(data) => <ShippingForm initial={data} />}</Loaded>
    </Page>
  )
}

function ShippingForm({ initial }: { readonly initial: ShippingSettings }): ReactElement {
  const say = useSay(shippingWords)
  const common = useSay(commonWords)
  const { client, mutations, refresh } = useAdmin()
  const [draft, setDraft] = useState(initial)
  const save = useMutation({ ...mutations.shipping.saveSettings(), onSuccess: refresh })
  const named = draft.templates.map((each) => ({
    ...each,
    name: { zh: each.name.zh, en: each.name.en || each.name.zh },
  }))
  const checked = ShippingSettings.safeParse({ ...draft, templates: named })
  const change = (next: ShippingSettings): void => {
    save.reset()
    setDraft(next)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (checked.success) save.mutate(checked.data)
  }
  const at = (index: number, template: ShippingTemplate): readonly ShippingTemplate[] =>
    draft.templates.map((each, other) => (other === index ? template : each))
  return (
    <form onSubmit={submit} className="settings" data-testid="shipping-form">
      {draft.templates.map((template, index) => (
        <TemplateFields
          key={template.id}
          template={template}
          number={index + 1}
          onChange={(next) => change({ ...draft, templates: at(index, next) })}
          onRemove={() => change({ ...draft, templates: draft.templates.filter((_, other) => other !== index) })}
        />
      ))}
      <div className="form-actions">
        <button
          type="button"
          className="button"
          data-testid="template-add"
          disabled={draft.templates.length >= 50}
          onClick={() => change({ ...draft, templates: [...draft.templates, newTemplate(client.newId('shp'))] })}
        >
          {say('addTemplate')}
        </button>
      </div>
      <section className="card form">
        <RefundField value={draft.refund} onChange={(refund) => change({ ...draft, refund })} />
      </section>
      <ShippingPreview settings={checked.success ? checked.data : null} />
      {!checked.success && <p className="field-hint">{say('unfinished')}</p>}
      <WriteError error={save.error} />
      {save.isSuccess && (
        <p className="done" role="status" data-testid="shipping-done">
          {common('saved')}
        </p>
      )}
      <div className="form-actions">
        <button type="submit" className="button primary" data-testid="shipping-submit" disabled={save.isPending}>
          {save.isPending ? common('saving') : say('save')}
        </button>
      </div>
    </form>
  )
}

type Refund = ShippingSettings['refund']

function RefundField(props: { readonly value: Refund; readonly onChange: (refund: Refund) => void }): ReactElement {
  const say = useSay(shippingWords)
  return (
    <Field label={say('refund')}>
      <Choice
        value={props.value}
        options={[
          ['never', say('refund_never')],
          ['with_last_unit', say('refund_with_last_unit')],
        ]}
        onChange={props.onChange}
      />
    </Field>
  )
}

function newTemplate(id: string): ShippingTemplate {
  const free = { freeFromMinor: null, freeFromCount: null }
  const zone = { regions: [], firstSize: 1, firstMinor: UNKNOWN, extraSize: 1, extraMinor: 0, ...free }
  return { id, name: { zh: '', en: '' }, mode: 'count', zones: [zone] }
}

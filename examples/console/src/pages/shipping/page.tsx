import { ShippingSettings, type ShippingTemplate } from '@siyu/core/shipping'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { useDraft } from '../../ui/draft.ts'
import { wholeName } from '../../ui/name-fields.tsx'
import { Field, Page } from '../../ui/page.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Loaded } from '../../ui/states.tsx'
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
  const { client, mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: ShippingSettings, save: mutations.shipping.saveSettings(), complete: withNames },
  })
  const at = (index: number, template: ShippingTemplate): readonly ShippingTemplate[] =>
    draft.templates.map((each, other) => (other === index ? template : each))
  return (
    <form onSubmit={submit} className="settings" data-testid="shipping-form">
      {draft.templates.map((template, index) => (
        <TemplateFields
          key={template.id}
          template={template}
          number={index + 1}
          onChange={(next) => change({ templates: at(index, next) })}
          onRemove={() => change({ templates: draft.templates.filter((_, other) => other !== index) })}
        />
      ))}
      <div className="form-actions">
        <button
          type="button"
          className="button"
          data-testid="template-add"
          disabled={draft.templates.length >= 50}
          onClick={() => change({ templates: [...draft.templates, newTemplate(client.newId('shp'))] })}
        >
          {say('addTemplate')}
        </button>
      </div>
      <section className="card form">
        <RefundField value={draft.refund} onChange={(refund) => change({ refund })} />
      </section>
      <ShippingPreview settings={whole} />
      <SaveFoot isComplete={whole !== null} save={save} label={say('save')} testId="shipping" />
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

function withNames(settings: ShippingSettings): ShippingSettings {
  return { ...settings, templates: settings.templates.map((each) => ({ ...each, name: wholeName(each.name) })) }
}

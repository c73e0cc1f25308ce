import { type ShippingSettings, shippingMinor } from '@siyu/core/shipping'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { useFormat } from '../../ui/format.ts'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { shippingWords } from './words.ts'

/** What a parcel would cost by what is in the form: the same rule as at the checkout. */
export function ShippingPreview({ settings }: { readonly settings: ShippingSettings | null }): ReactElement {
  const say = useSay(shippingWords)
  const pick = usePick()
  const [region, setRegion] = useState('')
  const [chosen, setChosen] = useState('')
  const [parcel, setParcel] = useState({ quantity: 3, weightGrams: 500, volumeMl: 1_000, goodsMinor: 10_000 })
  const templates = settings?.templates ?? []
  const template = templates.find(({ id }) => id === chosen) ?? templates[0]
  return (
    <section className="card" data-testid="shipping-preview">
      <h2>{say('preview')}</h2>
      <div className="form three">
        {template !== undefined && templates.length > 1 && (
          <Field label={say('mode')}>
            <Choice
              value={template.id}
              options={templates.map(({ id, name }) => [id, pick(name)] as const)}
              onChange={setChosen}
            />
          </Field>
        )}
        <Field label={say('region')}>
          <input
            value={region}
            maxLength={64}
            data-testid="preview-region"
            onChange={(event) => setRegion(event.target.value)}
          />
        </Field>
        <Field label={say('pieces')}>
          <CountInput value={parcel.quantity} onChange={(quantity = UNKNOWN) => setParcel({ ...parcel, quantity })} />
        </Field>
        <Field label={say('weight')}>
          <CountInput
            min={0}
            value={parcel.weightGrams}
            onChange={(weightGrams = UNKNOWN) => setParcel({ ...parcel, weightGrams })}
          />
        </Field>
        <Field label={say('volume')}>
          <CountInput
            min={0}
            value={parcel.volumeMl}
            onChange={(volumeMl = UNKNOWN) => setParcel({ ...parcel, volumeMl })}
          />
        </Field>
        <Field label={say('goods')}>
          <MoneyInput
            value={parcel.goodsMinor}
            onChange={(goodsMinor = UNKNOWN) => setParcel({ ...parcel, goodsMinor })}
          />
        </Field>
      </div>
      <Cost settings={settings} region={region} parcel={{ ...parcel, templateId: template?.id ?? null }} />
    </section>
  )
}

type CostProps = {
  readonly settings: ShippingSettings | null
  readonly region: string
  readonly parcel: Parameters<typeof shippingMinor>[2][number]
}

function Cost({ settings, region, parcel }: CostProps): ReactElement {
  const say = useSay(shippingWords)
  const { money } = useFormat()
  const isWhole = Object.values(parcel).every((value) => !Number.isNaN(value))
  if (settings === null || !isWhole) return <p className="rule-text">…</p>
  const cost = shippingMinor(settings, region === '' ? null : region, [parcel])
  return (
    <p className="rule-text" data-testid="preview-cost">
      {cost.ok ? say('costs', { sum: money(cost.minor) }) : say(cost.reason)}
    </p>
  )
}

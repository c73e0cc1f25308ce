import type { Product, ProductOption, Sku } from '@siyu/core/catalog'
import { type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { NameFields } from '../../ui/name-fields.tsx'
import { CountInput, MoneyInput } from '../../ui/number-input.tsx'
import { Field } from '../../ui/page.tsx'
import { useDraftMoney } from '../../ui/rule-text.ts'
import { newSku } from './new-sku.ts'
import { MemberPriceFields, type OneSkuProps, ShopPriceFields } from './price-fields.tsx'
import { productWords } from './words.ts'

const MOST = 100

type SkuFieldsProps = { readonly product: Product; readonly onChange: (skus: readonly Sku[]) => void }

/** What can be put in a cart, each with its prices. */
export function SkuFields({ product, onChange }: SkuFieldsProps): ReactElement {
  const say = useSay(productWords)
  const { client } = useAdmin()
  const { skus, options = [] } = product
  return (
    <section className="card stack tight">
      <h2>{say('skus')}</h2>
      {skus.map((sku, index) => (
        <SkuCard
          key={sku.id}
          sku={sku}
          number={index}
          options={options}
          onChange={(next) => onChange(skus.map((each) => (each.id === sku.id ? next : each)))}
          onRemove={skus.length > 1 ? () => onChange(skus.filter(({ id }) => id !== sku.id)) : null}
        />
      ))}
      <button
        type="button"
        className="button fit"
        data-testid="sku-add"
        disabled={skus.length >= MOST}
        onClick={() => onChange([...skus, newSku(client.newId('sku'), [])])}
      >
        {say('addSku')}
      </button>
    </section>
  )
}

type SkuCardProps = OneSkuProps & {
  readonly number: number
  readonly options: readonly ProductOption[]
  /** Null for the last one, which stays. */
  readonly onRemove: (() => void) | null
}

function SkuCard({ sku, number, options, onChange, onRemove }: SkuCardProps): ReactElement {
  const say = useSay(productWords)
  const common = useSay(commonWords)
  const pick = usePick()
  const money = useDraftMoney()
  const { title, listMinor } = sku
  const [isNew] = useState(() => Number.isNaN(listMinor))
  return (
    <details className="fold" open={isNew} data-testid="sku" data-sku-id={sku.id}>
      <summary>
        <strong>{pick(title) || title.zh || say('sku', { n: number + 1 })}</strong>
        <span className="quiet-text">{money(listMinor)}</span>
      </summary>
      <div className="form three">
        <NameFields name={title} testId={`sku-name-${number}`} onChange={(next) => onChange({ ...sku, title: next })} />
        <ChoiceFields sku={sku} options={options} number={number} onChange={onChange} />
        <NumberFields sku={sku} number={number} onChange={onChange} />
      </div>
      <MemberPriceFields sku={sku} onChange={onChange} />
      <ShopPriceFields sku={sku} number={number} onChange={onChange} />
      {onRemove !== null && (
        <button type="button" className="button quiet" onClick={onRemove}>
          {common('remove')}
        </button>
      )}
    </details>
  )
}

type ChoiceFieldsProps = OneSkuProps & { readonly options: readonly ProductOption[]; readonly number: number }

function ChoiceFields({ sku, options, number, onChange }: ChoiceFieldsProps): ReactElement {
  const pick = usePick()
  const { choices = [] } = sku
  const choose = (at: number, valueId: string): void =>
    onChange({ ...sku, choices: options.map((_, index) => (index === at ? valueId : (choices[index] ?? ''))) })
  return (
    <>
      {options.map(({ id, name, values }, at) => {
        const isChosen = values.some((value) => value.id === choices[at])
        const named = values.map((value) => [value.id, pick(value.name) || value.name.zh] as const)
        return (
          <Field key={id} label={pick(name) || name.zh || '…'}>
            <Choice
              value={isChosen ? (choices[at] ?? '') : ''}
              options={isChosen ? named : [['', '…'], ...named]}
              testId={`sku-choice-${number}-${at}`}
              onChange={(valueId) => choose(at, valueId)}
            />
          </Field>
        )
      })}
    </>
  )
}

function NumberFields({ sku, number, onChange }: OneSkuProps & { readonly number: number }): ReactElement {
  const say = useSay(productWords)
  return (
    <>
      <Field label={say('list')}>
        <MoneyInput
          required
          value={sku.listMinor}
          testId={`sku-list-${number}`}
          onChange={(listMinor = UNKNOWN) => onChange({ ...sku, listMinor })}
        />
      </Field>
      <Field label={say('cost')}>
        <MoneyInput
          required
          value={sku.costMinor}
          testId={`sku-cost-${number}`}
          onChange={(costMinor = UNKNOWN) => onChange({ ...sku, costMinor })}
        />
      </Field>
      <Field label={say('floor')}>
        <MoneyInput value={sku.floorMinor ?? 0} onChange={(floorMinor = 0) => onChange({ ...sku, floorMinor })} />
      </Field>
      <Field label={say('weight')}>
        <CountInput
          min={0}
          value={sku.weightGrams ?? 0}
          onChange={(weightGrams = 0) => onChange({ ...sku, weightGrams })}
        />
      </Field>
      <Field label={say('volume')}>
        <CountInput min={0} value={sku.volumeMl ?? 0} onChange={(volumeMl = 0) => onChange({ ...sku, volumeMl })} />
      </Field>
      <Field label={say('taxCategory')}>
        <input
          maxLength={200}
          value={sku.taxCategory ?? ''}
          onChange={({ target }) => onChange({ ...sku, taxCategory: target.value === '' ? null : target.value })}
        />
      </Field>
    </>
  )
}

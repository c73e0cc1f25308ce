import type { OptionValue, Product, ProductOption, Sku } from '@siyu/core/catalog'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { NameFields } from '../../ui/name-fields.tsx'
import type { ProductFieldsProps } from './basic-fields.tsx'
import { newSku } from './new-sku.ts'
import { productWords } from './words.ts'

const MOST_OPTIONS = 3
const MOST_VALUES = 50
const MOST_SKUS = 100

/** The ways in which a product comes in several variants. */
export function OptionFields({ product, onChange }: ProductFieldsProps): ReactElement {
  const say = useSay(productWords)
  const { client } = useAdmin()
  const { options = [] } = product
  const add = (): void => {
    const option = { id: client.newId('opt'), name: noName, values: [{ id: client.newId('val'), name: noName }] }
    onChange({ options: [...options, option] })
  }
  const makeSkus = (): void =>
    onChange({ skus: [...keptOf(product), ...missingSkus(product, () => client.newId('sku'))] })
  return (
    <section className="card stack tight">
      <h2>{say('options')}</h2>
      <p className="page-note">{say('optionsHint')}</p>
      {options.map((option, index) => (
        <OneOption
          key={option.id}
          option={option}
          number={index}
          onChange={(next) => onChange({ options: options.map((each) => (each.id === option.id ? next : each)) })}
          onRemove={() => onChange(withoutOption(product, index))}
        />
      ))}
      <div className="form-actions">
        <button
          type="button"
          className="button"
          data-testid="option-add"
          disabled={options.length >= MOST_OPTIONS}
          onClick={add}
        >
          {say('addOption')}
        </button>
        {options.length > 0 && (
          <button type="button" className="button" data-testid="skus-make" onClick={makeSkus}>
            {say('makeSkus')}
          </button>
        )}
      </div>
    </section>
  )
}

const noName = { zh: '', en: '' }

type OneOptionProps = {
  readonly option: ProductOption
  readonly number: number
  readonly onChange: (option: ProductOption) => void
  readonly onRemove: () => void
}

function OneOption({ option, number, onChange, onRemove }: OneOptionProps): ReactElement {
  const say = useSay(productWords)
  const common = useSay(commonWords)
  const { client } = useAdmin()
  const { name, values } = option
  const set = (value: OptionValue): void =>
    onChange({ ...option, values: values.map((each) => (each.id === value.id ? value : each)) })
  return (
    <fieldset className="option" data-testid="option">
      <legend className="visually-hidden">{say('optionName')}</legend>
      <div className="form three">
        <NameFields
          name={name}
          testId={`option-name-${number}`}
          onChange={(next) => onChange({ ...option, name: next })}
        />
        <button type="button" className="button quiet" onClick={onRemove}>
          {common('remove')}
        </button>
      </div>
      {values.map((value, at) => (
        <div key={value.id} className="pair">
          <ValueInput value={value} language="zh" testId={`value-name-${number}-${at}`} onChange={set} />
          <ValueInput value={value} language="en" testId={`value-name-en-${number}-${at}`} onChange={set} />
          <button
            type="button"
            className="button quiet"
            disabled={values.length === 1}
            onClick={() => onChange({ ...option, values: values.filter(({ id }) => id !== value.id) })}
          >
            {common('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button fit"
        data-testid={`value-add-${number}`}
        disabled={values.length >= MOST_VALUES}
        onClick={() => onChange({ ...option, values: [...values, { id: client.newId('val'), name: noName }] })}
      >
        {say('addValue')}
      </button>
    </fieldset>
  )
}

type ValueInputProps = {
  readonly value: OptionValue
  readonly language: 'zh' | 'en'
  readonly testId: string
  readonly onChange: (value: OptionValue) => void
}

function ValueInput({ value, language, testId, onChange }: ValueInputProps): ReactElement {
  const common = useSay(commonWords)
  return (
    <input
      required={language === 'zh'}
      maxLength={200}
      value={value.name[language]}
      aria-label={common(language === 'zh' ? 'nameZh' : 'nameEn')}
      placeholder={language === 'zh' ? common('nameZh') : value.name.zh || common('nameEn')}
      data-testid={testId}
      onChange={({ target }) => onChange({ ...value, name: { ...value.name, [language]: target.value } })}
    />
  )
}

/** The product without one of its options; its SKUs lose their value of it. */
function withoutOption({ options = [], skus }: Product, index: number): Pick<Product, 'options' | 'skus'> {
  return {
    options: options.filter((_, at) => at !== index),
    skus: skus.map((sku) => ({ ...sku, choices: (sku.choices ?? []).filter((_, at) => at !== index) })),
  }
}

/** The SKUs that have a value of every option; the others were made before there were options. */
function keptOf({ options = [], skus }: Product): readonly Sku[] {
  return skus.filter(({ choices = [], title }) => title.zh !== '' || choices.length === options.length)
}

/** A SKU for every choice of values that none has yet, named by its values. */
function missingSkus(product: Product, newId: () => string): readonly Sku[] {
  const { options = [] } = product
  const kept = keptOf(product)
  const known = new Set(kept.map(({ choices = [] }) => choices.join(' ')))
  const choices = options.reduce<readonly (readonly OptionValue[])[]>(
    (made, { values }) => made.flatMap((before) => values.map((value) => [...before, value])),
    [[]],
  )
  return choices
    .filter((each) => !known.has(each.map(({ id }) => id).join(' ')))
    .slice(0, MOST_SKUS - kept.length)
    .map((each) =>
      newSku(
        newId(),
        each.map(({ id }) => id),
        nameOf(each),
      ),
    )
}

function nameOf(values: readonly OptionValue[]): Sku['title'] {
  const join = (language: 'zh' | 'en'): string => values.map(({ name }) => name[language] || name.zh).join(' / ')
  return { zh: join('zh'), en: join('en') }
}

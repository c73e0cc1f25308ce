import type { ItemFilter } from '@siyu/core/promotions'
import { type ReactElement, useId, useState } from 'react'
import { useSay } from '../language/language.tsx'
import { useCatalogue } from '../ui/catalogue.ts'
import { Chips, type Pickable } from '../ui/chips.tsx'
import { Check, Choice } from '../ui/choice.tsx'
import { MoneyInput } from '../ui/number-input.tsx'
import { Field, Group } from '../ui/page.tsx'
import { tidyItems } from './kinds.ts'
import { termsWords } from './words.ts'

type ItemsFieldsProps = {
  readonly value: ItemFilter | null | undefined
  readonly onChange: (items: ItemFilter | null) => void
  /** What no choice means here: all goods unless said otherwise. */
  readonly allText?: string
  readonly testId?: string
}

/** All goods, or a choice of them. */
export function ItemsFields({ value, onChange, allText, testId = 'items' }: ItemsFieldsProps): ReactElement {
  const say = useSay(termsWords)
  const [isChoosing, setIsChoosing] = useState(tidyItems(value ?? {}) !== null)
  const items = value ?? {}
  const change = (part: ItemFilter): void => onChange(tidyItems({ ...items, ...part }))
  const isOpen = isChoosing || tidyItems(items) !== null
  return (
    <div className="items">
      <Choice
        value={isOpen ? 'some' : 'all'}
        label={say('itemsTitle')}
        testId={`${testId}-mode`}
        options={[
          ['all', allText ?? say('itemsAll')],
          ['some', say('itemsSome')],
        ]}
        onChange={(mode) => {
          setIsChoosing(mode === 'some')
          if (mode === 'all') onChange(null)
        }}
      />
      {isOpen && (
        <>
          <FilterLists items={items} onChange={change} testId={testId} />
          <FilterDetails items={items} onChange={change} testId={testId} />
        </>
      )}
    </div>
  )
}

type FilterProps = {
  readonly items: ItemFilter
  readonly onChange: (part: ItemFilter) => void
  readonly testId: string
}

const listKeys = { skuIds: 'skus', productIds: 'products', categories: 'categories', tags: 'tags' } as const

function FilterLists({ items, onChange, testId }: FilterProps): ReactElement {
  const say = useSay(termsWords)
  const catalogue = useCatalogue()
  const keys = ['productIds', 'skuIds', 'categories', 'tags'] as const
  return (
    <>
      {keys.map((key) => (
        <Group key={key} label={say(listKeys[key])}>
          <Chips
            values={items[key] ?? []}
            options={catalogue[listKeys[key]]}
            label={say(listKeys[key])}
            isFree={key === 'categories' || key === 'tags'}
            testId={`${testId}-${listKeys[key]}`}
            onChange={(values) => onChange({ [key]: values })}
          />
        </Group>
      ))}
      <p className="field-hint">{say('itemsHint')}</p>
    </>
  )
}

function FilterDetails({ items, onChange, testId }: FilterProps): ReactElement {
  const say = useSay(termsWords)
  const { unitFromMinor, unitToMinor, fullPriceOnly, attributes, except } = items
  const isOpen = [unitFromMinor, unitToMinor, fullPriceOnly, attributes, except].some((part) => part !== undefined)
  return (
    <details className="more" open={isOpen}>
      <summary>{say('more')}</summary>
      <div className="form">
        <Field label={say('unitFrom')}>
          <MoneyInput value={unitFromMinor} onChange={(minor) => onChange({ unitFromMinor: minor })} />
        </Field>
        <Field label={say('unitTo')}>
          <MoneyInput value={unitToMinor} onChange={(minor) => onChange({ unitToMinor: minor })} />
        </Field>
        <Check
          label={say('fullPriceOnly')}
          isOn={fullPriceOnly === true}
          onChange={(isOn) => onChange({ fullPriceOnly: isOn || undefined })}
        />
        <AttributeFields value={attributes ?? []} onChange={(list) => onChange({ attributes: list })} />
        <ExceptFields
          value={except ?? {}}
          onChange={(part) => onChange({ except: part })}
          testId={`${testId}-except`}
        />
      </div>
    </details>
  )
}

type Attributes = NonNullable<ItemFilter['attributes']>

function AttributeFields(props: {
  readonly value: Attributes
  readonly onChange: (attributes: Attributes) => void
}): ReactElement {
  const say = useSay(termsWords)
  const { attributes: known } = useCatalogue()
  const listId = useId()
  const { value, onChange } = props
  const change = (index: number, part: Partial<Attributes[number]>): void =>
    onChange(value.map((each, at) => (at === index ? { ...each, ...part } : each)))
  return (
    <div className="steps">
      {value.map(({ name, values }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name that is being typed is no key
        <div key={index} className="attribute">
          <input
            required
            maxLength={200}
            value={name}
            list={listId}
            aria-label={say('attribute')}
            placeholder={say('attribute')}
            onChange={(event) => change(index, { name: event.target.value })}
          />
          <Chips
            values={values}
            options={[]}
            isFree
            label={say('attributeValues')}
            onChange={(next) => change(index, { values: next })}
          />
          <button
            type="button"
            className="button quiet"
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            {say('remove')}
          </button>
        </div>
      ))}
      <datalist id={listId}>
        {known.map((each: Pickable) => (
          <option key={each.value} value={each.value} />
        ))}
      </datalist>
      <button
        type="button"
        className="button"
        disabled={value.length >= 10}
        onClick={() => onChange([...value, { name: '', values: [] }])}
      >
        {say('addAttribute')}
      </button>
    </div>
  )
}

/** What does not fit: the same lists once more. */
function ExceptFields(props: {
  readonly value: Omit<ItemFilter, 'except'>
  readonly onChange: (except: Omit<ItemFilter, 'except'> | undefined) => void
  readonly testId: string
}): ReactElement {
  const say = useSay(termsWords)
  const change = (part: ItemFilter): void => props.onChange(tidyItems({ ...props.value, ...part }) ?? undefined)
  return (
    <details className="more" open={Object.keys(props.value).length > 0}>
      <summary>{say('except')}</summary>
      <div className="items">
        <FilterLists items={props.value} onChange={change} testId={props.testId} />
      </div>
    </details>
  )
}

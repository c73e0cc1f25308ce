import type { Product } from '@siyu/core/catalog'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { Chips } from '../../ui/chips.tsx'
import { Check, Choice } from '../../ui/choice.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { NameFields } from '../../ui/name-fields.tsx'
import { Field, Group } from '../../ui/page.tsx'
import { useCategoryOptions } from './category-name.ts'
import { productWords } from './words.ts'

export type ProductFieldsProps = {
  readonly product: Product
  readonly onChange: (part: Partial<Product>) => void
}

/** What a product is called, where it stands, and when it is shown. */
export function BasicFields({ product, onChange }: ProductFieldsProps): ReactElement {
  const say = useSay(productWords)
  const { title, description, imageUrl, tags = [] } = product
  return (
    <section className="card">
      <h2>{say('basics')}</h2>
      <div className="form three">
        <NameFields name={title} testId="product-name" onChange={(next) => onChange({ title: next })} />
        <CategoryField product={product} onChange={onChange} />
        <Group label={say('description')}>
          <textarea
            rows={3}
            maxLength={2_000}
            value={description}
            aria-label={say('description')}
            data-testid="product-description"
            onChange={({ target }) => onChange({ description: target.value })}
          />
        </Group>
        <Field label={say('image')}>
          <input
            maxLength={2_000}
            value={imageUrl ?? ''}
            onChange={({ target }) => onChange({ imageUrl: target.value === '' ? null : target.value })}
          />
        </Field>
        <Group label={say('tags')}>
          <Chips
            values={tags}
            options={[]}
            isFree
            max={50}
            label={say('tags')}
            testId="product-tags"
            onChange={(next) => onChange({ tags: next })}
          />
        </Group>
        <WindowFields product={product} onChange={onChange} />
      </div>
    </section>
  )
}

function CategoryField({ product: { category }, onChange }: ProductFieldsProps): ReactElement {
  const say = useSay(productWords)
  const options = useCategoryOptions()
  // Before there were shelves, any word was a category: such a one stays until another is chosen.
  const isKnown = options.some(([id]) => id === category)
  const other = isKnown ? [] : [[category, category === '' ? '…' : say('noCategory', { id: category })] as const]
  if (options.length === 0) {
    return (
      <Field label={say('category')}>
        <input
          required
          maxLength={200}
          value={category}
          data-testid="product-category"
          onChange={({ target }) => onChange({ category: target.value })}
        />
      </Field>
    )
  }
  return (
    <Field label={say('category')}>
      <Choice
        value={category}
        options={[...other, ...options]}
        testId="product-category"
        onChange={(next) => onChange({ category: next })}
      />
    </Field>
  )
}

function WindowFields({ product, onChange }: ProductFieldsProps): ReactElement {
  const say = useSay(productWords)
  const { published, publishFrom = null, publishUntil = null } = product
  return (
    <>
      <Check
        label={say('published')}
        isOn={published}
        testId="product-published"
        onChange={(isOn) => onChange({ published: isOn })}
      />
      <Field label={say('publishFrom')} hint={say('windowHint')}>
        <MomentInput value={publishFrom} testId="product-from" onChange={(at) => onChange({ publishFrom: at })} />
      </Field>
      <Field label={say('publishUntil')} hint={say('windowHint')}>
        <MomentInput value={publishUntil} testId="product-until" onChange={(at) => onChange({ publishUntil: at })} />
      </Field>
    </>
  )
}

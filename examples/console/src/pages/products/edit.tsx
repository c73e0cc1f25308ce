import { Product, type Sku } from '@siyu/core/catalog'
import { type ReactElement, useEffect, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { BackLink } from '../../ui/back-link.tsx'
import { useDraft } from '../../ui/draft.ts'
import { wholeName } from '../../ui/name-fields.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { AttributeFields } from './attribute-fields.tsx'
import { BasicFields } from './basic-fields.tsx'
import { newSku } from './new-sku.ts'
import { OptionFields } from './option-fields.tsx'
import { PAGE_COUNT } from './page.tsx'
import { SkuFields } from './sku-fields.tsx'
import { productWords } from './words.ts'

/** A product is looked for on so many pages of the list it was opened from. */
const MAX_PAGES = 20

/** A product that is made here. */
export function NewProductPage(): ReactElement {
  const say = useSay(productWords)
  const { client } = useAdmin()
  const [draft] = useState<Product>(() => ({
    ...{ id: client.newId('prd'), title: { zh: '', en: '' }, description: '', imageUrl: null, category: '' },
    ...{ published: true, options: [], skus: [newSku(client.newId('sku'), [])] },
  }))
  return (
    <Page title={say('create')} note={say('formNote')} actions={<BackLink to="/products" />}>
      <ProductForm initial={draft} />
    </Page>
  )
}

/** One product that is there already. */
export function EditProductPage(): ReactElement {
  const say = useSay(productWords)
  const { productId } = useParams()
  const search = useSearchParams()[0].get('q') ?? ''
  const { queries } = useAdmin()
  const list = useGrowingList(queries.catalog.all({ limit: PAGE_COUNT, ...(search !== '' && { search }) }))
  const found = list.data?.find(({ id }) => id === productId)
  const { hasMore, isGrowing, grow } = list
  const isLooking = found === undefined && hasMore && (list.data?.length ?? 0) < MAX_PAGES * PAGE_COUNT
  useEffect(() => {
    if (isLooking && !isGrowing) grow()
  })
  const read = isLooking ? { ...list, data: undefined } : list
  return (
    <Page title={say('editTitle')} note={say('formNote')} actions={<BackLink to="/products" />}>
      <Loaded read={read} isEmpty={() => found === undefined} empty={<Empty title={say('missing')} />}>
        {() => found !== undefined && <ProductForm key={found.id} initial={found} />}
      </Loaded>
    </Page>
  )
}

function ProductForm({ initial }: { readonly initial: Product }): ReactElement {
  const say = useSay(productWords)
  const { mutations } = useAdmin()
  const { draft, change, whole, save, submit } = useDraft({
    ...{ initial, schema: Product, save: mutations.catalog.save(), complete: withNames },
  })
  return (
    <form onSubmit={submit} className="settings" data-testid="product-form">
      <BasicFields product={draft} onChange={change} />
      <AttributeFields attributes={draft.attributes ?? {}} onChange={(attributes) => change({ attributes })} />
      <OptionFields product={draft} onChange={change} />
      <SkuFields product={draft} onChange={(skus) => change({ skus })} />
      <SaveFoot isComplete={whole !== null} save={save} label={say('save')} testId="product" />
    </form>
  )
}

/** Names in both languages, and every SKU with a value of each option that is there. */
function withNames(product: Product): Product {
  const { title, options = [], skus } = product
  return {
    ...product,
    title: wholeName(title),
    options: options.map(({ id, name, values }) => ({
      ...{ id, name: wholeName(name) },
      values: values.map((value) => ({ ...value, name: wholeName(value.name) })),
    })),
    skus: skus.map((sku) => ({ ...sku, title: wholeName(sku.title), choices: choicesOf(sku, options.length) })),
  }
}

function choicesOf({ choices = [] }: Sku, optionCount: number): readonly string[] {
  return Array.from({ length: optionCount }, (_, at) => choices[at] ?? '')
}

import type { Product } from '@siyu/core/catalog'
import type { FormEvent, ReactElement } from 'react'
import { Link, useSearchParams } from 'react-router'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useFormat } from '../../ui/format.ts'
import { ListCard } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useGrowingList } from '../../ui/pages.tsx'
import { Categories } from './categories.tsx'
import { useCategoryName } from './category-name.ts'
import { useProductFiles } from './files.tsx'
import { type Showing, showingOf } from './showing.ts'
import { productWords } from './words.ts'

/** The size of pages of products; the form reads the same ones. */
export const PAGE_COUNT = 100
const MAX_SEARCH_LENGTH = 100

/** The catalogue: products as operators see them, their files, and the shelves they stand on. */
export function ProductsPage(): ReactElement {
  const say = useSay(productWords)
  const { queries } = useAdmin()
  const [params, setParams] = useSearchParams()
  const search = params.get('q') ?? ''
  const list = useGrowingList(queries.catalog.all({ limit: PAGE_COUNT, ...(search !== '' && { search }) }))
  const files = useProductFiles()
  const actions = (
    <div className="form-actions">
      {files.actions}
      <Link to="/products/new" className="button primary" data-testid="product-create">
        {say('create')}
      </Link>
    </div>
  )
  const find = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const wanted = String(new FormData(event.currentTarget).get('q') ?? '').trim()
    setParams(wanted === '' ? {} : { q: wanted }, { replace: true })
  }
  const filters = (
    <form className="toolbar" onSubmit={find}>
      <input
        key={search}
        type="search"
        name="q"
        defaultValue={search}
        maxLength={MAX_SEARCH_LENGTH}
        placeholder={say('search')}
        aria-label={say('search')}
        data-testid="product-search"
      />
      <button type="submit" className="button" data-testid="product-find">
        {say('find')}
      </button>
    </form>
  )
  return (
    <Page title={say('title')} note={say('note')} actions={actions}>
      {files.outcome}
      <ListCard
        head={filters}
        list={list}
        columns={[
          { name: say('product') },
          { name: say('category'), as: 'optional' },
          { name: say('skus'), as: 'number' },
          { name: say('price'), as: 'number' },
          { name: say('status') },
        ]}
        none={say(search === '' ? 'none' : 'noneFound')}
        noneHint={say(search === '' ? 'noneHint' : 'noneFoundHint')}
      >
        {(product) => <ProductRow key={product.id} product={product} search={search} />}
      </ListCard>
      <Categories />
    </Page>
  )
}

const colors: Readonly<Record<Showing, string>> = {
  ...{ shown: 'completed', planned: 'created', over: 'refunded', hidden: 'cancelled' },
}

function ProductRow({ product, search }: { readonly product: Product; readonly search: string }): ReactElement {
  const say = useSay(productWords)
  const pick = usePick()
  const { count, money } = useFormat()
  const categoryName = useCategoryName()
  const { id, title, category, skus } = product
  const prices = skus.map(({ listMinor }) => listMinor)
  const [least, most] = [Math.min(...prices), Math.max(...prices)]
  const showing = showingOf(product, Date.now())
  return (
    <tr data-testid="product-row" data-product-id={id}>
      <td className="clip">
        <Link to={`/products/${id}${search === '' ? '' : `?q=${encodeURIComponent(search)}`}`}>{pick(title)}</Link>
      </td>
      <td className="optional">{categoryName(category)}</td>
      <td className="number">{count(skus.length)}</td>
      <td className="number">{least === most ? money(least) : `${money(least)} – ${money(most)}`}</td>
      <td>
        <span className="tag" data-status={colors[showing]}>
          {say(showing)}
        </span>
      </td>
    </tr>
  )
}

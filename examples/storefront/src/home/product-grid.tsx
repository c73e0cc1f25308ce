import type { ShopProduct } from '@siyu/core/catalog'
import { useProducts } from '@siyu/react'
import { useExposure } from '@siyu/react/tracking'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage, useWords } from '../language/language.tsx'
import { useLatest } from '../pieces/latest.ts'
import { Price } from '../pieces/price.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { cheapest, isSoldOut } from '../product/stock.ts'

/** Everything for sale. */
export function ProductGrid(): ReactElement {
  const { home, common } = useWords()
  const products = useProducts()
  const { error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = products
  const data = useLatest(products.data)
  return (
    <section aria-labelledby="goods">
      <h2 className="heading" id="goods">
        {home.products}
      </h2>
      {data === undefined && error === null && <Skeleton rows={4} tall />}
      {data === undefined && <Problem error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={home.noProducts} />}
      <div className="grid">
        {data?.items.map((product) => (
          <Card key={product.id} product={product} />
        ))}
      </div>
      {hasNextPage && (
        <button
          type="button"
          className="button button--quiet button--wide"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {common.more}
        </button>
      )}
    </section>
  )
}

function Card({ product }: { readonly product: ShopProduct }): ReactElement {
  const { words, pick } = useLanguage()
  const sku = cheapest(product)
  const gone = isSoldOut(product)
  const { id, category } = product
  const exposed = useExposure({ product_id: id, category, price: sku?.priceMinor })
  return (
    <Link
      ref={exposed}
      className={gone ? 'card card--gone' : 'card'}
      to={`/products/${product.id}`}
      data-testid="product-card"
      data-product={product.id}
    >
      <span className="card__picture">
        <Illustration product={product} />
        {gone && <span className="card__flag">{words.product.soldOut}</span>}
      </span>
      <span className="card__name">{pick(product.title)}</span>
      {sku !== undefined && <Price minor={sku.priceMinor} listMinor={sku.listMinor} />}
      {sku !== undefined && sku.priceMinor < sku.listMinor && <span className="tag">{words.product.memberPrice}</span>}
    </Link>
  )
}

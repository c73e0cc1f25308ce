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
import { Find, useFinding } from './find.tsx'

/** Everything for sale, or what is looked for. */
export function ProductGrid(): ReactElement {
  const { home, goods, common } = useWords()
  const finding = useFinding()
  const products = useProducts(finding.filter)
  const { error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = products
  const data = useLatest(products.data)
  return (
    <section aria-labelledby="goods">
      <Find finding={finding} />
      <h2 className="heading" id="goods">
        {finding.isFinding ? goods.found : home.products}
      </h2>
      {data === undefined && error === null && <Skeleton rows={4} tall />}
      <Problem error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 && <Nothing isFinding={finding.isFinding} />}
      <div className="grid" data-testid="product-grid" data-busy={products.data === undefined}>
        {data?.items.map((product) => (
          <ProductCard key={product.id} product={product} />
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

function Nothing({ isFinding }: { readonly isFinding: boolean }): ReactElement {
  const { home, goods } = useWords()
  return isFinding ? (
    <Empty title={goods.nothingFound} hint={goods.nothingFoundHint} />
  ) : (
    <Empty title={home.noProducts} />
  )
}

export type ProductCardProps = {
  readonly product: ShopProduct
  /** What a price below the list price is called; the member's price unless said otherwise. */
  readonly lower?: string | undefined
}

/** One product among others. */
export function ProductCard({ product, lower }: ProductCardProps): ReactElement {
  const { words, pick } = useLanguage()
  const sku = cheapest(product)
  const gone = isSoldOut(product)
  const { id, category } = product
  const exposed = useExposure({ product_id: id, category, price: sku?.priceMinor })
  const isDearer = product.skus.some(({ priceMinor }) => priceMinor > (sku?.priceMinor ?? 0))
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
      {sku !== undefined && (
        <span className="card__price">
          <Price minor={sku.priceMinor} listMinor={sku.listMinor} />
          {isDearer && <small>{words.goods.priceFrom}</small>}
        </span>
      )}
      {sku !== undefined && sku.priceMinor < sku.listMinor && (
        <span className="tag">{lower ?? words.product.memberPrice}</span>
      )}
    </Link>
  )
}

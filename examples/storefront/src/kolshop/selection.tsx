import type { ShopProduct } from '@siyu/core/catalog'
import { MAX_SHOP_PRODUCTS } from '@siyu/core/kolshops'
import { useProducts } from '@siyu/react'
import { type ReactElement, useEffect, useMemo, useState } from 'react'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Price } from '../pieces/price.tsx'
import { Sheet } from '../pieces/sheet.tsx'
import { cheapest } from '../product/stock.ts'

export type SelectionProps = {
  readonly productIds: readonly string[]
  readonly onChange: (productIds: readonly string[]) => void
}

/** What a shop sells, in its order: products come in at the end, go up, and go out. */
export function Selection({ productIds, onChange }: SelectionProps): ReactElement {
  const { words } = useLanguage()
  const { kolshop } = words
  const [isAdding, setAdding] = useState(false)
  const products = useAllProducts()
  const byId = useMemo(() => new Map(products.map((product) => [product.id, product])), [products])
  const up = (at: number): void =>
    onChange([
      ...productIds.slice(0, at - 1),
      ...productIds.slice(at - 1, at + 1).reverse(),
      ...productIds.slice(at + 1),
    ])
  return (
    <fieldset className="selection">
      <legend>{kolshop.selection}</legend>
      <p className="quiet">
        {productIds.length === 0
          ? kolshop.selectionEmpty
          : kolshop.selectionCount(productIds.length, MAX_SHOP_PRODUCTS)}
      </p>
      <ol>
        {productIds.map((productId, at) => (
          <Chosen
            key={productId}
            productId={productId}
            product={byId.get(productId)}
            onUp={at === 0 ? undefined : () => up(at)}
            onRemove={() => onChange(productIds.filter((id) => id !== productId))}
          />
        ))}
      </ol>
      <button
        type="button"
        className="button button--quiet button--wide"
        data-testid="shop-add"
        disabled={productIds.length >= MAX_SHOP_PRODUCTS}
        onClick={() => setAdding(true)}
      >
        <Icon name="plus" small />
        {kolshop.add}
      </button>
      <Adding
        isOpen={isAdding}
        products={products.filter(({ id }) => !productIds.includes(id))}
        onAdd={(productId) => onChange([...productIds, productId])}
        onClose={() => setAdding(false)}
      />
    </fieldset>
  )
}

type ChosenProps = {
  readonly productId: string
  /** Undefined for one that is not shown at present. */
  readonly product: ShopProduct | undefined
  readonly onUp: (() => void) | undefined
  readonly onRemove: () => void
}

function Chosen({ productId, product, onUp, onRemove }: ChosenProps): ReactElement {
  const { words, pick } = useLanguage()
  const name = product === undefined ? productId : pick(product.title)
  return (
    <li className="selection__row" data-testid="shop-product" data-product={productId}>
      {product !== undefined && <Illustration product={product} />}
      <span className="selection__name">{name}</span>
      {onUp !== undefined && (
        <button
          type="button"
          className="icon-button icon-button--up"
          aria-label={words.kolshop.up(name)}
          onClick={onUp}
        >
          <Icon name="back" />
        </button>
      )}
      <button type="button" className="icon-button" aria-label={words.kolshop.remove(name)} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </li>
  )
}

type AddingProps = {
  readonly isOpen: boolean
  readonly products: readonly ShopProduct[]
  readonly onAdd: (productId: string) => void
  readonly onClose: () => void
}

function Adding({ isOpen, products, onAdd, onClose }: AddingProps): ReactElement {
  const { words, pick } = useLanguage()
  return (
    <Sheet isOpen={isOpen} title={words.kolshop.add} onClose={onClose} testId="shop-adding">
      {products.length === 0 && <p className="quiet">{words.kolshop.addNone}</p>}
      <ul>
        {products.map((product) => (
          <li key={product.id}>
            <button
              type="button"
              className="selection__row selection__row--add"
              data-testid="shop-add-product"
              data-product={product.id}
              onClick={() => onAdd(product.id)}
            >
              <Illustration product={product} />
              <span className="selection__name">{pick(product.title)}</span>
              <Price minor={cheapest(product)?.priceMinor ?? 0} size="small" />
              <Icon name="plus" small />
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

/** So many pages of the catalogue are offered. */
const MAX_PAGES = 5

function useAllProducts(): readonly ShopProduct[] {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useProducts({ limit: 100 })
  const count = data?.items.length ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && count < MAX_PAGES * 100) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, count, fetchNextPage])
  return data?.items ?? []
}

import type { ShopProduct } from '@siyu/core/catalog'
import { useKolShop } from '@siyu/react'
import { type ReactElement, useMemo } from 'react'
import { Link } from 'react-router'
import { useDelivery } from '../delivery/delivery.tsx'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'

/** Says in whose shop the shopper is, and how to leave it. Nothing elsewhere. */
export function InShop(): ReactElement | null {
  const { kolshop: words } = useWords()
  const { shopId, enterShop } = useDelivery()
  const { data: shop } = useKolShop(shopId)
  if (shopId === null || shop === undefined) return null
  return (
    <div className="panel row in-shop" data-testid="in-shop">
      <Icon name="leaf" />
      <Link className="row__label" to={`/shops/${shopId}`}>
        {words.inShop(shop.name)}
      </Link>
      <button type="button" className="button button--quiet button--small" onClick={() => enterShop(null)}>
        {words.leave}
      </button>
    </div>
  )
}

/** A product at the prices of the shop the shopper is in, where that sells it and they are lower. */
export function useShopPrices(product: ShopProduct | undefined): ShopProduct | undefined {
  const { shopId } = useDelivery()
  const { data: shop } = useKolShop(shopId)
  return useMemo(() => {
    const own = shop?.products.find(({ id }) => id === product?.id)
    if (product === undefined || own === undefined) return product
    const prices = new Map(own.skus.map(({ id, priceMinor }) => [id, priceMinor]))
    const skus = product.skus.map((sku) => ({
      ...sku,
      priceMinor: Math.min(sku.priceMinor, prices.get(sku.id) ?? sku.priceMinor),
    }))
    return { ...product, skus }
  }, [product, shop])
}

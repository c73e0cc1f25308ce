import type { KolShop } from '@siyu/core/kolshops'
import { useCouponCentre, useKolShop, useLanding, useSiyu } from '@siyu/react'
import { type ReactElement, useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { deviceId } from '../app/device.ts'
import { ClaimButton } from '../coupons/claim-button.tsx'
import { useTerms } from '../coupons/terms.ts'
import { useDelivery } from '../delivery/delivery.tsx'
import { ProductCard } from '../home/product-grid.tsx'
import { useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { useLatest } from '../pieces/latest.ts'
import { BackButton, Page } from '../pieces/page.tsx'
import { Empty, Problem, Skeleton } from '../pieces/states.tsx'
import { Banner, PosterSheet } from './poster.tsx'

/** A promoter's shop 达人小店: who keeps it, what is in it, at its prices. */
export function KolShopPage(): ReactElement {
  const { shopId = '' } = useParams()
  const { kolshop: words } = useWords()
  const { data, error, refetch } = useKolShop(shopId)
  // Signing in changes whose prices these are: the page stays while they are read again.
  const shop = useLatest(data)
  if (shop?.id === shopId && error === null) return <Shop shop={shop} />
  return (
    <Page title={words.title} back>
      {error === null ? <Skeleton rows={4} tall /> : <Problem error={error} onRetry={() => void refetch()} />}
    </Page>
  )
}

function Shop({ shop }: { readonly shop: KolShop }): ReactElement {
  const { kolshop: words } = useWords()
  const [isSharing, setSharing] = useState(false)
  useVisit(shop)
  return (
    <>
      <header className="kol">
        <Banner page={shop} />
        <div className="product__back">
          <BackButton />
        </div>
        <div className="kol__who">
          <h1>{shop.name}</h1>
          {shop.story !== '' && <p className="kol__story">{shop.story}</p>}
          <button type="button" className="button button--quiet" onClick={() => setSharing(true)} data-testid="share">
            <Icon name="copy" small />
            {words.share}
          </button>
        </div>
      </header>
      <main className="page page--home">
        <WelcomeCoupon templateId={shop.couponTemplateId} />
        <section aria-labelledby="picked">
          <h2 className="heading" id="picked">
            {words.goods}
          </h2>
          {shop.products.length === 0 && <Empty title={words.empty} hint={words.emptyHint} />}
          <div className="grid" data-testid="shop-products">
            {shop.products.map((product) => (
              <ProductCard key={product.id} product={product} lower={words.price} />
            ))}
          </div>
        </section>
      </main>
      <PosterSheet shop={shop} code={shop.code} isOpen={isSharing} onClose={() => setSharing(false)} />
    </>
  )
}

/** Whoever opens the shop is in it from now on, and is counted once a day. */
function useVisit({ id, code }: KolShop): void {
  const { newId } = useSiyu()
  const { enterShop } = useDelivery()
  const [visitorId] = useState(() => deviceId(newId))
  useLanding({ platform: 'web', url: `/?ref=${code}` }, visitorId)
  useEffect(() => enterShop(id), [id, enterShop])
}

function WelcomeCoupon({ templateId }: { readonly templateId: string | null }): ReactElement | null {
  const { kolshop: words } = useWords()
  const offers = useCouponCentre().data?.items ?? []
  const terms = useTerms()
  const offer = offers.find((each) => each.templateId === templateId)
  if (offer === undefined) return null
  const { value, condition } = terms(offer)
  return (
    <section className="panel kol__coupon" aria-label={words.coupon} data-testid="shop-coupon">
      <strong>{value}</strong>
      <span>
        <b>{words.coupon}</b>
        <small>{condition}</small>
      </span>
      <ClaimButton offer={offer} />
    </section>
  )
}

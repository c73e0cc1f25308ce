import type { ShopProduct, ShopSku } from '@siyu/core/catalog'
import {
  useCart,
  useCouponCentre,
  useErrorWords,
  usePresales,
  useProduct,
  usePromotions,
  useSession,
} from '@siyu/react'
import { Fragment, type ReactElement, useMemo, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { Earned } from '../cart/earned.tsx'
import { isOpen } from '../coupons/offers.ts'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage, useWords } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { useLatest } from '../pieces/latest.ts'
import { BackButton } from '../pieces/page.tsx'
import { Price } from '../pieces/price.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { Stepper } from '../pieces/stepper.tsx'
import { useToast } from '../pieces/toast.tsx'
import { useRequireMember } from '../sign-in/sign-in.tsx'
import { cheapest, isSoldOut, scarceCount } from './stock.ts'
import { VariantSheet } from './variant-sheet.tsx'

/** One product. */
export function ProductPage(): ReactElement {
  const { productId = '' } = useParams()
  const { data, error, refetch } = useProduct(productId)
  // Signing in changes whose prices these are: the page stays while they are read again.
  const product = useLatest(data)
  if (product?.id === productId && error === null) return <Product key={productId} product={product} />
  return (
    <main className="page page--product">
      <div className="product__back">
        <BackButton />
      </div>
      {error === null ? <Skeleton rows={3} tall /> : <Problem error={error} onRetry={() => void refetch()} />}
    </main>
  )
}

function Product({ product }: { readonly product: ShopProduct }): ReactElement {
  const { words, pick } = useLanguage()
  const [skuId, setSkuId] = useState(() => cheapest(product)?.id)
  const [wanted, setWanted] = useState(1)
  const [isChoosing, setChoosing] = useState(false)
  const sku = product.skus.find(({ id }) => id === skuId) ?? product.skus[0]
  const quantity = Math.max(1, Math.min(wanted, sku?.availableCount ?? 1))
  if (sku === undefined) return <Skeleton />
  return (
    <>
      <main className="page page--product">
        <div className="product__picture">
          <div className="product__back">
            <BackButton />
          </div>
          <Illustration product={product} />
        </div>
        <Facts product={product} sku={sku} quantity={quantity} />
        <div className="panel">
          <PresaleRow productId={product.id} />
          <OffersRow />
          {product.skus.length > 1 && (
            <button type="button" className="row" data-testid="choose-variant" onClick={() => setChoosing(true)}>
              <span className="row__label">{words.product.variant}</span>
              <span className="row__value">{pick(sku.title)}</span>
              <Icon name="next" />
            </button>
          )}
          {sku.noReasonReturn === false && (
            <p className="row quiet" data-testid="final-sale">
              {words.aftersales.final}
            </p>
          )}
          {sku.availableCount > 0 && (
            <div className="row">
              <span className="row__label">{words.product.quantity}</span>
              <Stepper
                value={quantity}
                min={1}
                max={Math.max(1, sku.availableCount)}
                label={words.product.quantity}
                onChange={setWanted}
              />
            </div>
          )}
        </div>
        <section className="panel panel--text">
          <h2 className="heading">{words.product.about}</h2>
          <p>{product.description || words.product.noDescription}</p>
          <Attributes of={product} />
        </section>
      </main>
      <BuyBar product={product} sku={sku} quantity={quantity} />
      <VariantSheet
        product={product}
        sku={sku}
        isOpen={isChoosing}
        onChoose={setSkuId}
        onClose={() => setChoosing(false)}
      />
    </>
  )
}

/** The way to the presale of this product, while there is one. */
function PresaleRow({ productId }: { readonly productId: string }): ReactElement | null {
  const { presale } = useWords().sales
  const found = usePresales().data?.items.some((offer) => offer.productId === productId)
  if (found !== true) return null
  return (
    <Link className="row" to="/presales" data-testid="product-presale">
      <span className="row__label">{presale.title}</span>
      <span className="row__value">{presale.tile}</span>
      <Icon name="next" />
    </Link>
  )
}

/** What a product says of itself, name by name. */
function Attributes({ of: { attributes } }: { readonly of: ShopProduct }): ReactElement | null {
  const said = Object.entries(attributes)
  if (said.length === 0) return null
  return (
    <dl className="attributes" data-testid="attributes">
      {said.map(([name, text]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

type FactsProps = { readonly product: ShopProduct; readonly sku: ShopSku }

function Facts({ product, sku, quantity }: BuyBarProps): ReactElement {
  const { words, pick } = useLanguage()
  const { status } = useSession()
  const requireMember = useRequireMember()
  const left = sku.availableCount
  const basket = useMemo(() => ({ lines: [{ lineId: sku.id, skuId: sku.id, quantity }] }), [sku.id, quantity])
  return (
    <div className="product__facts">
      <div className="product__price">
        <Price minor={sku.priceMinor} listMinor={sku.listMinor} size="large" testId="product-price" />
        {sku.priceMinor < sku.listMinor && <span className="tag">{words.product.memberPrice}</span>}
      </div>
      <h1 className="product__name">{pick(product.title)}</h1>
      <p
        className={left <= scarceCount ? 'product__stock product__stock--scarce' : 'product__stock'}
        data-testid="stock"
      >
        {left <= 0 ? words.product.soldOut : left <= scarceCount ? words.product.fewLeft(left) : words.product.inStock}
      </p>
      {left > 0 && <Earned basket={basket} />}
      {status === 'anonymous' && (
        <button type="button" className="product__hint" onClick={() => requireMember()}>
          <Icon name="leaf" small />
          {words.product.signInForPrice}
        </button>
      )}
    </div>
  )
}

/** What lowers the price, with the way to the coupons. Nothing where nothing does. */
function OffersRow(): ReactElement | null {
  const { words, pick } = useLanguage()
  const promotions = usePromotions().data?.items ?? []
  const offers = useCouponCentre().data?.items.filter(isOpen) ?? []
  const names = [...promotions, ...offers].slice(0, 3).map(({ name }) => pick(name))
  if (names.length === 0) return null
  return (
    <Link className="row" to="/coupons" data-testid="product-offers">
      <span className="row__label row__label--short">{words.product.offers}</span>
      <span className="row__tags">
        {names.map((name) => (
          <span key={name} className="tag">
            {name}
          </span>
        ))}
      </span>
      <Icon name="next" />
    </Link>
  )
}

type BuyBarProps = FactsProps & { readonly quantity: number }

function BuyBar({ product, sku, quantity }: BuyBarProps): ReactElement {
  const { product: words, tabs } = useWords()
  const { add, count } = useCart()
  const requireMember = useRequireMember()
  const navigate = useNavigate()
  const toast = useToast()
  const wordsFor = useErrorWords()
  const isGone = sku.availableCount <= 0
  const put = async (then: () => void): Promise<void> => {
    try {
      await add(sku.id, quantity)
      then()
    } catch (error) {
      toast(wordsFor(error))
    }
  }
  return (
    <div className="bar bar--buy">
      <Link className="bar__cart" to="/cart" aria-label={tabs.cart}>
        <Icon name="basket" />
        {count > 0 && <span className="badge">{count}</span>}
      </Link>
      {isGone ? (
        <button type="button" className="button button--wide" disabled data-testid="sold-out">
          {isSoldOut(product) ? words.soldOutLong : words.variantSoldOut}
        </button>
      ) : (
        <>
          <button
            type="button"
            className="button button--leaf"
            data-testid="add-to-cart"
            onClick={() => void put(() => toast(words.added))}
          >
            {words.addToCart}
          </button>
          <button
            type="button"
            className="button button--buy"
            data-testid="buy-now"
            onClick={() => requireMember(() => void put(() => void navigate('/checkout')))}
          >
            {words.buyNow}
          </button>
        </>
      )}
    </div>
  )
}

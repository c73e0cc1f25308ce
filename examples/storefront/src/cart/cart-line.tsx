import type { CartLine } from '@siyu/core/carts'
import type { Quote, QuoteLine, Source } from '@siyu/core/pricing'
import { useCart, useProduct } from '@siyu/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Price } from '../pieces/price.tsx'
import { Stepper } from '../pieces/stepper.tsx'

export type CartLineRowProps = { readonly line: CartLine; readonly quoted: QuoteLine | undefined }

/** One line of the cart. What it is called and costs, the quote says; without one it can still be taken out. */
export function CartLineRow({ line, quoted }: CartLineRowProps): ReactElement {
  const { words, pick } = useLanguage()
  const { setQuantity, remove } = useCart()
  const name = quoted === undefined ? words.cart.unknownLine : pick(quoted.title)
  return (
    <li className="line" data-testid="cart-line">
      {quoted !== undefined && <Picture productId={quoted.productId} />}
      <div className="line__text">
        <p className="line__name">{name}</p>
        {quoted !== undefined && <Price {...unitMinor(quoted)} size="small" />}
        <div className="line__act">
          {quoted !== undefined && (
            <Quantity
              productId={quoted.productId}
              line={line}
              label={words.cart.quantityOf(name)}
              onChange={(quantity) => void setQuantity(line.skuId, quantity)}
            />
          )}
          <button
            type="button"
            className="icon-button"
            aria-label={words.cart.remove(name)}
            data-testid="remove-line"
            onClick={() => void remove(line.skuId)}
          >
            <Icon name="close" small />
          </button>
        </div>
      </div>
    </li>
  )
}

/** What comes with the cart for nothing, and why. */
export function GiftRow({ line, quote }: { readonly line: QuoteLine; readonly quote: Quote }): ReactElement {
  const { words, pick } = useLanguage()
  const from = quote.explain.find(({ ruleId }) => ruleId === line.giftOf)
  return (
    <li className="line line--flat" data-testid="gift-line">
      <Picture productId={line.productId} />
      <div className="line__text">
        <p className="line__name">
          <span className="tag tag--gift">{words.cart.gift}</span> {pick(line.title)}
        </p>
        <p className="quiet">
          ×{line.quantity} {from !== undefined && words.cart.giftOf(pick(from.name))}
        </p>
      </div>
      <Price minor={0} listMinor={line.listMinor} size="small" />
    </li>
  )
}

const itemPrices: readonly Source[] = ['member_price', 'timed_price', 'shop_price']

/** What one costs before promotions, coupons and points, which belong to the whole cart. */
function unitMinor({ runs }: QuoteLine): { readonly minor: number; readonly listMinor: number } {
  const { listMinor = 0, reductions = [] } = runs[0] ?? {}
  const off = reductions.reduce((sum, { source, minor }) => (itemPrices.includes(source) ? sum + minor : sum), 0)
  return { minor: listMinor - off, listMinor }
}

function Picture({ productId }: { readonly productId: string }): ReactElement {
  const { data } = useProduct(productId)
  return (
    <Link className="line__picture" to={`/products/${productId}`} tabIndex={-1} aria-hidden="true">
      <Illustration product={data ?? { id: productId }} />
    </Link>
  )
}

type QuantityProps = {
  readonly productId: string
  readonly line: CartLine
  readonly label: string
  readonly onChange: (quantity: number) => void
}

function Quantity({ productId, line, label, onChange }: QuantityProps): ReactElement {
  const { words } = useLanguage()
  const { data } = useProduct(productId)
  const available = data?.skus.find(({ id }) => id === line.skuId)?.availableCount ?? line.quantity
  return (
    <>
      <Stepper value={line.quantity} min={1} max={Math.max(available, 1)} label={label} onChange={onChange} />
      {line.quantity > available && (
        <span className="line__short" role="alert">
          {available <= 0 ? words.product.soldOut : words.product.fewLeft(available)}
        </span>
      )}
    </>
  )
}

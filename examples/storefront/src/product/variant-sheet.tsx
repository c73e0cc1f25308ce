import type { ShopProduct, ShopSku } from '@siyu/core/catalog'
import type { ReactElement } from 'react'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Sheet } from '../pieces/sheet.tsx'

export type VariantSheetProps = {
  readonly product: ShopProduct
  readonly sku: ShopSku
  readonly isOpen: boolean
  readonly onChoose: (skuId: string) => void
  readonly onClose: () => void
}

/** Chooses one of a product's variants. */
export function VariantSheet({ product, sku, isOpen, onChoose, onClose }: VariantSheetProps): ReactElement {
  const { words, pick } = useLanguage()
  return (
    <Sheet isOpen={isOpen} title={words.product.chooseVariant} onClose={onClose} testId="variant-sheet">
      <div className="variant-top">
        <Illustration product={product} />
        <div>
          <Price minor={sku.priceMinor} listMinor={sku.listMinor} size="large" />
          <p className="quiet">{words.product.chosen(pick(sku.title))}</p>
        </div>
      </div>
      <fieldset className="variants">
        <legend className="sr-only">{words.product.variant}</legend>
        {product.skus.map((each) => (
          <label key={each.id} className="variant" data-testid="variant">
            <input
              type="radio"
              name="variant"
              checked={each.id === sku.id}
              disabled={each.availableCount <= 0}
              onChange={() => onChoose(each.id)}
            />
            <span>
              {pick(each.title)}
              {each.availableCount <= 0 && <small>{words.product.soldOut}</small>}
            </span>
          </label>
        ))}
      </fieldset>
      <button type="button" className="button button--buy button--wide" data-testid="variant-done" onClick={onClose}>
        {words.common.done}
      </button>
    </Sheet>
  )
}

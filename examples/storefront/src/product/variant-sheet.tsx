import type { ReactElement } from 'react'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Sheet } from '../pieces/sheet.tsx'
import { OptionChoice, type OptionChoiceProps } from './option-choice.tsx'

export type VariantSheetProps = OptionChoiceProps & { readonly isOpen: boolean }

/** Chooses one of a product's variants: by its options, or from a list where it has none. */
export function VariantSheet({ product, sku, isOpen, onChoose, onClose }: VariantSheetProps): ReactElement {
  const { words } = useLanguage()
  return (
    <Sheet isOpen={isOpen} title={words.product.chooseVariant} onClose={onClose} testId="variant-sheet">
      {product.options.length > 0 ? (
        <OptionChoice product={product} sku={sku} onChoose={onChoose} onClose={onClose} />
      ) : (
        <ListChoice product={product} sku={sku} onChoose={onChoose} onClose={onClose} />
      )}
    </Sheet>
  )
}

function ListChoice({ product, sku, onChoose, onClose }: OptionChoiceProps): ReactElement {
  const { words, pick } = useLanguage()
  return (
    <>
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
    </>
  )
}

import type { ShopProduct, ShopSku, ValueState } from '@siyu/core/catalog'
import { useVariant } from '@siyu/react'
import { type ReactElement, useEffect } from 'react'
import { Illustration } from '../illustration/illustration.tsx'
import { useLanguage } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'

export type OptionChoiceProps = {
  readonly product: ShopProduct
  /** The variant that is chosen when the choice begins. */
  readonly sku: ShopSku
  readonly onChoose: (skuId: string) => void
  readonly onClose: () => void
}

/** Chooses a variant value by value; what no variant has, or of which none is left, cannot be chosen. */
export function OptionChoice({ product, sku, onChoose, onClose }: OptionChoiceProps): ReactElement | null {
  const { words, pick } = useLanguage()
  const variant = useVariant(product, sku)
  const found = variant?.sku?.id
  useEffect(() => {
    if (found !== undefined) onChoose(found)
  }, [found, onChoose])
  if (variant === undefined) return null
  return (
    <>
      <div className="variant-top">
        <Illustration product={product} />
        <Chosen variant={variant} />
      </div>
      {variant.options.map((option) => (
        <fieldset key={option.id} className="option">
          <legend>{pick(option.name)}</legend>
          <div className="variants">
            {option.values.map((value) => (
              <Value
                key={value.id}
                value={value}
                testId={`value-${option.id}-${value.id}`}
                onChoose={() => variant.choose(option.id, value.id)}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <button
        type="button"
        className="button button--buy button--wide"
        data-testid="variant-done"
        disabled={variant.sku === null}
        onClick={onClose}
      >
        {variant.sku === null ? words.goods.chooseAll : words.common.done}
      </button>
    </>
  )
}

function Chosen({ variant }: { readonly variant: NonNullable<ReturnType<typeof useVariant>> }): ReactElement {
  const { words, pick } = useLanguage()
  const { sku, priceMinor, availableCount } = variant
  return (
    <div aria-live="polite">
      <span className="card__price">
        <Price
          minor={sku?.priceMinor ?? priceMinor.from}
          listMinor={sku?.listMinor}
          size="large"
          testId="variant-price"
        />
        {sku === null && priceMinor.to > priceMinor.from && <small>{words.goods.priceFrom}</small>}
      </span>
      <p className="quiet" data-testid="variant-stock">
        {availableCount > 0 ? words.goods.left(availableCount) : words.product.soldOut}
      </p>
      <p className="quiet">{sku === null ? words.goods.chooseAll : words.product.chosen(pick(sku.title))}</p>
    </div>
  )
}

type ValueProps = { readonly value: ValueState; readonly testId: string; readonly onChoose: () => void }

/** Pressed again it is taken back, so that a value which fits nothing chosen can still be come to. */
function Value({ value, testId, onChoose }: ValueProps): ReactElement {
  const { words, pick } = useLanguage()
  const { isChosen, isPossible, isAvailable } = value
  return (
    <button
      type="button"
      className="value"
      aria-pressed={isChosen}
      disabled={!isAvailable && !isChosen}
      data-testid={testId}
      onClick={onChoose}
    >
      {pick(value.name)}
      {isPossible && !isAvailable && <small>{words.product.soldOut}</small>}
    </button>
  )
}

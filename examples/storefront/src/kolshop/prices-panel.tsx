import type { PriceableSku } from '@siyu/core/kolshops'
import { useErrorWords, useMyShopPrices } from '@siyu/react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { yuan } from '../campaigns/phase.ts'
import { useLanguage, useWords } from '../language/language.tsx'
import { Price } from '../pieces/price.tsx'
import { Problem, Skeleton } from '../pieces/states.tsx'
import { SubmitButton } from '../pieces/submit-button.tsx'
import { useToast } from '../pieces/toast.tsx'

/** What the shop's articles cost in it, where the brand leaves its promoters a price. */
export function PricesPanel(): ReactElement {
  const { kolshop: words } = useWords()
  const { prices } = useMyShopPrices()
  const { data, error, refetch } = prices
  return (
    <section className="panel panel--text" aria-labelledby="shop-prices" data-testid="shop-prices">
      <h2 className="heading" id="shop-prices">
        {words.prices}
      </h2>
      <Problem error={error} onRetry={() => void refetch()} />
      {data === undefined && error === null && <Skeleton rows={2} />}
      {data?.items.length === 0 && <p className="quiet">{words.selectionEmpty}</p>}
      {data !== undefined && data.items.length > 0 && (
        // What the server keeps stands in the form whenever it has changed.
        <PricesForm key={JSON.stringify(data.items)} skus={data.items} />
      )}
    </section>
  )
}

function PricesForm({ skus }: { readonly skus: readonly PriceableSku[] }): ReactElement {
  const { kolshop: words } = useWords()
  const { save } = useMyShopPrices()
  const toast = useToast()
  const wordsFor = useErrorWords()
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() => typedOf(skus))
  const send = (event: FormEvent): void => {
    event.preventDefault()
    const prices = skus.flatMap(({ skuId, floorMinor }) => {
      const text = floorMinor === null ? '' : (typed[skuId] ?? '')
      return text === '' ? [] : [{ skuId, priceMinor: Math.round(Number(text) * 100) }]
    })
    save.mutateAsync({ prices }).then(
      () => toast(words.saved),
      (error: unknown) => toast(wordsFor(error)),
    )
  }
  return (
    <form className="form" onSubmit={send}>
      <p className="quiet">{words.pricesHint}</p>
      {skus.map((sku) => (
        <SkuPrice
          key={sku.skuId}
          sku={sku}
          typed={typed[sku.skuId] ?? ''}
          onChange={(text) => setTyped({ ...typed, [sku.skuId]: text })}
        />
      ))}
      <SubmitButton testId="shop-prices-save" disabled={save.isPending}>
        {words.savePrices}
      </SubmitButton>
    </form>
  )
}

type SkuPriceProps = {
  readonly sku: PriceableSku
  readonly typed: string
  readonly onChange: (text: string) => void
}

function SkuPrice({ sku, typed, onChange }: SkuPriceProps): ReactElement {
  const { words, pick } = useLanguage()
  const { skuId, title, skuTitle, listMinor, floorMinor } = sku
  const name = pick(title) === pick(skuTitle) ? pick(title) : `${pick(title)} · ${pick(skuTitle)}`
  if (floorMinor === null) {
    return (
      <p className="selection__row">
        <span className="selection__name">{name}</span>
        <Price minor={listMinor} size="small" />
      </p>
    )
  }
  return (
    <label className="field">
      <span>
        {name} · {words.kolshop.priceRange(yuan(floorMinor), yuan(listMinor))}
      </span>
      <input
        type="number"
        inputMode="decimal"
        step="0.01"
        min={floorMinor / 100}
        max={listMinor / 100}
        value={typed}
        placeholder={words.kolshop.brandPrice}
        data-testid="shop-price"
        data-sku={skuId}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  )
}

function typedOf(skus: readonly PriceableSku[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    skus.map(({ skuId, priceMinor }) => [skuId, priceMinor === null ? '' : (priceMinor / 100).toFixed(2)]),
  )
}

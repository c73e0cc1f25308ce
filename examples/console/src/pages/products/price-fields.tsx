import type { ShopPrice, Sku } from '@siyu/core/catalog'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { useAdmin } from '../../operator/operator.tsx'
import { UNKNOWN } from '../../terms/kinds.ts'
import { Choice } from '../../ui/choice.tsx'
import { MomentInput } from '../../ui/moment-input.tsx'
import { MoneyInput } from '../../ui/number-input.tsx'
import { Field, Group } from '../../ui/page.tsx'
import { productWords } from './words.ts'

export type OneSkuProps = { readonly sku: Sku; readonly onChange: (sku: Sku) => void }

/** A price of its own for each tier that has one. */
export function MemberPriceFields({ sku, onChange }: OneSkuProps): ReactElement | null {
  const say = useSay(productWords)
  const pick = usePick()
  const tiers = useQuery(useAdmin().queries.tiers.settings()).data?.tiers ?? []
  const { memberPrices } = sku
  const set = (tierId: string, priceMinor: number | undefined): void => {
    const others = memberPrices.filter((each) => each.tierId !== tierId)
    onChange({ ...sku, memberPrices: priceMinor === undefined ? others : [...others, { tierId, priceMinor }] })
  }
  if (tiers.length === 0) return null
  return (
    <Group label={say('memberPrices')}>
      <div className="form three">
        {tiers.map(({ id, name }) => (
          <Field key={id} label={pick(name)}>
            <MoneyInput
              value={memberPrices.find(({ tierId }) => tierId === id)?.priceMinor}
              onChange={(priceMinor) => set(id, priceMinor)}
            />
          </Field>
        ))}
      </div>
    </Group>
  )
}

const kinds: readonly ShopPrice['kind'][] = ['channel', 'community', 'shop']
const MOST = 50

/** Prices on the lists of channels, communities and promoters' shops, each in its time. */
export function ShopPriceFields({ sku, number, onChange }: OneSkuProps & { readonly number: number }): ReactElement {
  const say = useSay(productWords)
  const { shopPrices = [] } = sku
  const add = (): void =>
    onChange({ ...sku, shopPrices: [...shopPrices, { kind: 'channel', key: '', priceMinor: UNKNOWN }] })
  return (
    <Group label={say('shopPrices')}>
      {shopPrices.map((price, at) => (
        <OneShopPrice
          // biome-ignore lint/suspicious/noArrayIndexKey: a price has no name of its own
          key={at}
          price={price}
          testId={`${number}-${at}`}
          onChange={(next) =>
            onChange({ ...sku, shopPrices: shopPrices.map((each, index) => (index === at ? next : each)) })
          }
          onRemove={() => onChange({ ...sku, shopPrices: shopPrices.filter((_, index) => index !== at) })}
        />
      ))}
      <button
        type="button"
        className="button fit"
        data-testid={`shop-price-add-${number}`}
        disabled={shopPrices.length >= MOST}
        onClick={add}
      >
        {say('addShopPrice')}
      </button>
    </Group>
  )
}

type OneShopPriceProps = {
  readonly price: ShopPrice
  readonly testId: string
  readonly onChange: (price: ShopPrice) => void
  readonly onRemove: () => void
}

function OneShopPrice({ price, testId, onChange, onRemove }: OneShopPriceProps): ReactElement {
  const say = useSay(productWords)
  const common = useSay(commonWords)
  return (
    <div className="zone-numbers">
      <Field label={say('kind')}>
        <Choice
          value={price.kind}
          options={kinds.map((kind) => [kind, say(`kind_${kind}`)] as const)}
          testId={`shop-price-kind-${testId}`}
          onChange={(kind) => onChange({ ...price, kind })}
        />
      </Field>
      <Field label={say('key')}>
        <input
          required
          maxLength={200}
          value={price.key}
          data-testid={`shop-price-key-${testId}`}
          onChange={({ target }) => onChange({ ...price, key: target.value })}
        />
      </Field>
      <Field label={say('price')}>
        <MoneyInput
          required
          value={price.priceMinor}
          testId={`shop-price-${testId}`}
          onChange={(priceMinor = UNKNOWN) => onChange({ ...price, priceMinor })}
        />
      </Field>
      <Field label={say('startsAt')}>
        <MomentInput value={price.startsAt ?? null} onChange={(startsAt) => onChange({ ...price, startsAt })} />
      </Field>
      <Field label={say('endsAt')}>
        <MomentInput value={price.endsAt ?? null} onChange={(endsAt) => onChange({ ...price, endsAt })} />
      </Field>
      <button type="button" className="button quiet" onClick={onRemove}>
        {common('remove')}
      </button>
    </div>
  )
}

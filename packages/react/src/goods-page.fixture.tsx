import { createSiyu, webStorage } from '@siyu/core'
import type { CategoryNode } from '@siyu/core/catalog'
import { type ReactElement, useState } from 'react'
import { createRoot } from 'react-dom/client'
import {
  Show,
  SiyuProvider,
  useAddresses,
  useCart,
  useCartReview,
  useCategories,
  useCheckout,
  useErrorWords,
  useProduct,
  useQuote,
  useSession,
  useStoredValue,
  useVariant,
} from './index.ts'

const siyu = createSiyu({ baseUrl: '', publishableKey: 'pk_test', storage: webStorage(), retry: { limit: 0 } })

function Page(): ReactElement {
  return (
    <>
      <SignIn />
      <p id="categories">{treeText(useCategories())}</p>
      <Shirt />
      <Cart />
      <Show when="member">
        <Review />
        <Addresses />
        <Checkout />
      </Show>
    </>
  )
}

function treeText(nodes: readonly CategoryNode[]): string {
  return nodes.map(({ id, children }) => (children.length === 0 ? id : `${id}(${treeText(children)})`)).join(' ')
}

function SignIn(): ReactElement {
  const session = useSession()
  const sign = (address: string): Promise<unknown> => session.signIn({ kind: 'phone', address, code: '0000' })
  return (
    <section>
      <p id="session">{session.status === 'member' ? session.memberId : session.status}</p>
      <button id="sign-in-ada" type="button" onClick={() => sign('13800000001')} />
      <button id="sign-in-bo" type="button" onClick={() => sign('13800000002')} />
      <button id="sign-out" type="button" onClick={() => session.signOut()} />
    </section>
  )
}

/** The shirt, chosen from nothing and from its first SKU. */
function Shirt(): ReactElement {
  const { data } = useProduct('prd_shirt')
  return (
    <section>
      <Variant name="open" />
      {data !== undefined && <Variant name="begun" first={data.skus[0]} />}
    </section>
  )
}

type VariantProps = { readonly name: string; readonly first?: Parameters<typeof useVariant>[1] }

function Variant({ name, first }: VariantProps): ReactElement | null {
  const { data } = useProduct('prd_shirt')
  const variant = useVariant(data, first)
  if (variant === undefined) return null
  const { sku, priceMinor, availableCount, options, choose } = variant
  return (
    <div>
      <p id={name}>{`${sku?.id ?? 'none'} ${priceMinor.from}-${priceMinor.to} ${availableCount}`}</p>
      {options.flatMap(({ id, values }) =>
        values.map((value) => (
          <button
            key={value.id}
            id={`${name}-${value.id}`}
            type="button"
            data-chosen={value.isChosen}
            data-possible={value.isPossible}
            data-available={value.isAvailable}
            onClick={() => choose(id, value.id)}
          />
        )),
      )}
    </div>
  )
}

function Cart(): ReactElement {
  const { cart, count, add, setQuantity, chooseCoupons, error, isSaving } = useCart()
  const { quote } = useQuote()
  const words = useErrorWords()
  return (
    <section>
      <p id="cart">{cart === undefined ? '…' : cart.lines.map((line) => `${line.skuId}×${line.quantity}`).join(' ')}</p>
      <p id="count">{count}</p>
      <p id="saving">{String(isSaving)}</p>
      <p id="quote">{quote?.payableMinor}</p>
      <p id="cart-error">{words(error)}</p>
      <button id="add-tea" type="button" onClick={() => void add('sku_tea', 2)} />
      <button id="add-cup" type="button" onClick={() => void add('sku_cup')} />
      <button id="no-tea" type="button" onClick={() => void setQuantity('sku_tea', 0)} />
      <button id="no-coupons" type="button" onClick={() => void chooseCoupons([])} />
    </section>
  )
}

function Review(): ReactElement {
  const { review, acknowledge, setNote } = useCartReview()
  return (
    <section>
      <p id="changes">{review?.changes.map(({ skuId, kind }) => `${skuId}:${kind}`).join(' ')}</p>
      <p id="parcels">{review?.parcels.map(({ locationId }) => locationId).join(' ')}</p>
      <p id="note">{review?.note}</p>
      <p id="chosen">{review?.addressId}</p>
      <button id="seen" type="button" onClick={() => acknowledge.mutate({})} />
      <button id="set-note" type="button" onClick={() => setNote.mutate({ note: 'at the door' })} />
    </section>
  )
}

const rest = { phone: '13800000001', region: '44', area: 'Shenzhen', postcode: '' }

function Addresses(): ReactElement {
  const { addresses, save, remove, choose } = useAddresses()
  const [number, setNumber] = useState(1)
  const words = useErrorWords()
  const add = (): void => {
    save.mutate({ id: `adr_${number}`, name: `name ${number}`, detail: `street ${number}`, ...rest })
    setNumber(number + 1)
  }
  return (
    <section>
      <p id="addresses">{addresses?.map(({ id, detail }) => `${id}:${detail}`).join(' ')}</p>
      <p id="address-error">{words(save.error ?? remove.error ?? choose.error)}</p>
      <button id="address-add" type="button" onClick={add} />
      <button id="address-choose" type="button" onClick={() => choose.mutate({ id: 'adr_1' })} />
      <button id="address-remove" type="button" onClick={() => remove.mutate({ id: 'adr_1' })} />
    </section>
  )
}

function Checkout(): ReactElement {
  const { quote } = useQuote()
  const { data } = useStoredValue()
  const checkout = useCheckout()
  return (
    <section>
      <p id="stored">{data?.balanceMinor}</p>
      <p id="step">{checkout.step}</p>
      <button id="buy" type="button" onClick={() => checkout.submit(quote ?? 0, { storedValueMinor: 1_500 })} />
      <button id="buy-plain" type="button" onClick={() => checkout.submit(quote ?? 0, { storedValueMinor: 0 })} />
    </section>
  )
}

createRoot(document.body.appendChild(document.createElement('main'))).render(
  <SiyuProvider client={siyu} locale="en" live={false}>
    <Page />
  </SiyuProvider>,
)

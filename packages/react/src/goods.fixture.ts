import { type Address, type Cart, type CartReview, mergeLines } from '@siyu/core/carts'
import type { Category, ShopProduct } from '@siyu/core/catalog'
import type { StoredValue } from '@siyu/core/storedvalue'
import type { Fields, State } from './shop.fixture.ts'

const words = (text: string): { readonly zh: string; readonly en: string } => ({ zh: text, en: text })
const option = (id: string, ...values: readonly string[]): ShopProduct['options'][number] => ({
  ...{ id, name: words(id) },
  values: values.map((value) => ({ id: value, name: words(value) })),
})
const sku = (id: string, priceMinor: number, availableCount: number, ...choices: readonly string[]) => ({
  ...{ id, title: words(id), listMinor: priceMinor, priceMinor, availableCount, choices },
})

/** A shirt in two colours and two sizes: red in L is sold out, and there is no blue in M. */
export const shirt: ShopProduct = {
  ...{ id: 'prd_shirt', title: words('shirt'), description: '', imageUrl: null, category: 'tops', tags: [] },
  ...{ attributes: {}, media: [], options: [option('colour', 'red', 'blue'), option('size', 'm', 'l')] },
  skus: [
    sku('sku_red_m', 3_000, 4, 'red', 'm'),
    sku('sku_red_l', 3_500, 0, 'red', 'l'),
    sku('sku_blue_l', 4_000, 2, 'blue', 'l'),
  ],
}

const category = (id: string, parentId: string | null, rank: number): Category => ({
  ...{ id, name: words(id), parentId, rank },
})

/** What the tests set and see beside the shop itself. */
export type Goods = {
  addresses: readonly Address[]
  review: CartReview
  stored: StoredValue
}

/** Nothing in the book, nothing changed, nothing stored. */
export function newGoods(): Goods {
  return {
    addresses: [],
    review: { changes: [], parcels: [], addressId: null, note: '' },
    stored: { memberId: 'mem_ada', balanceMinor: 0, heldMinor: 0 },
  }
}

/** Answers about goods, carts, addresses and stored value. */
export function goodsHandlers(goods: Goods): State['handlers'] {
  const choose = (addressId: string | null): void => {
    goods.review = { ...goods.review, addressId }
  }
  return {
    'catalog.get': () => shirt,
    'catalog.categories': () => ({
      items: [category('shirts', 'tops', 2), category('tops', null, 1), category('vests', 'tops', 1)],
    }),
    'carts.merge': ({ lines }, member, { carts }) => {
      const own = carts.get(member) ?? { lines: [], couponIds: null, pointsCount: 0 }
      const merged: Cart = { ...own, lines: mergeLines(own.lines, lines as unknown as Cart['lines']) }
      carts.set(member, merged)
      return merged
    },
    'carts.review': () => goods.review,
    'carts.acknowledge': () => {
      goods.review = { ...goods.review, changes: [] }
      return {}
    },
    'carts.setNote': ({ note }) => {
      goods.review = { ...goods.review, note: String(note) }
      return {}
    },
    'carts.addresses': () => ({ items: goods.addresses }),
    'carts.saveAddress': (input) => saved(goods, input, choose),
    'carts.removeAddress': ({ id }) => {
      goods.addresses = goods.addresses.filter((each) => each.id !== String(id))
      if (goods.review.addressId === String(id)) choose(null)
      return { id }
    },
    'carts.chooseAddress': ({ id }) => {
      choose(String(id))
      return { id }
    },
    'storedValue.get': () => goods.stored,
  }
}

function saved(goods: Goods, input: Fields, choose: (id: string) => void): { readonly id: string } {
  const address = input as unknown as Address
  if (!goods.addresses.some(({ id }) => id === address.id)) choose(address.id)
  goods.addresses = [address, ...goods.addresses.filter(({ id }) => id !== address.id)]
  return { id: address.id }
}

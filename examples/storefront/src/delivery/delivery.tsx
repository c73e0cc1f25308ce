import type { Place, Quote } from '@siyu/core/pricing'
import { useCart, useSession, useSiyuQueries } from '@siyu/react'
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { keepSetting, readSetting } from '../app/storage.ts'
import { useLanguage } from '../language/language.tsx'
import { provinces } from './provinces.ts'

/** Where the shopper's parcels go. */
export type Delivery = {
  /** The code of a province, or of a place in one that an address names; null until chosen. */
  readonly region: string | null
  readonly setRegion: (region: string) => void
  /** The promoter's shop the shopper is in; null for none. */
  readonly shopId: string | null
  readonly enterShop: (shopId: string | null) => void
  /** What quotes and checkouts are told of it. */
  readonly place: Place | undefined
}

const DeliveryContext = createContext<Delivery | null>(null)

/** Keeps where parcels go, on this device. */
export function DeliveryProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [region, setRegion] = useState(() => knownRegion(readSetting('region')))
  const [shopId, setShopId] = useState(visitedShop)
  const enterShop = useCallback((entered: string | null) => {
    keepSetting('kolShop', entered === null ? '' : `${entered} ${Date.now()}`)
    setShopId(entered)
  }, [])
  const delivery = useMemo<Delivery>(
    () => ({
      ...{ region, shopId, enterShop },
      setRegion(chosen) {
        keepSetting('region', chosen)
        setRegion(chosen)
      },
      place: placeOf(region, shopId),
    }),
    [region, shopId, enterShop],
  )
  return <DeliveryContext value={delivery}>{children}</DeliveryContext>
}

function placeOf(region: string | null, shopId: string | null): Place | undefined {
  if (region === null && shopId === null) return undefined
  return { ...(region !== null && { region }), ...(shopId !== null && { shopId }) }
}

/** A visit lasts a day; after that the shopper is where everybody is. */
const VISIT_MS = 86_400_000

function visitedShop(): string | null {
  const [shopId = '', at = ''] = (readSetting('kolShop') ?? '').split(' ')
  return shopId === '' || Date.now() > Number(at) + VISIT_MS ? null : shopId
}

function knownRegion(saved: string | null): string | null {
  return provinces.some(({ code }) => code === saved) ? saved : null
}

/** Where the shopper's parcels go, and how to change it. */
export function useDelivery(): Delivery {
  const delivery = useContext(DeliveryContext)
  if (delivery === null) throw new Error('Put <DeliveryProvider> around the shop.')
  return delivery
}

/**
 * What is known of the delivery of the cart: `free` where the shop charges nothing anywhere, `needed` until a region is
 * chosen, `unserved` where it does not deliver, `priced` when the quote says what it costs.
 */
export type DeliveryState = 'free' | 'needed' | 'unserved' | 'priced'

/** Whether a region must be chosen before the cart can be bought. Undefined until that is known. */
export function useDeliveryState(quote: Quote | undefined): DeliveryState | undefined {
  const { region, shopId } = useDelivery()
  const { status } = useSession()
  const { cart } = useCart()
  // The same key as the preview of the price: nothing is asked twice.
  const skuIds = useMemo(() => [...new Set(cart?.lines.map(({ skuId }) => skuId))].sort(), [cart])
  const options = useSiyuQueries().pricingFacts({ skuIds, ...(shopId !== null && { place: { shopId } }) })
  const { data } = useQuery({ ...options, enabled: status !== 'loading' && skuIds.length > 0 })
  if (quote?.shipping != null) return 'priced'
  if (data === undefined || quote === undefined) return undefined
  if ((data.shipping?.templates.length ?? 0) === 0) return 'free'
  return region === null ? 'needed' : 'unserved'
}

/** The row that chooses where the parcel goes. */
export function RegionRow({ state }: { readonly state: DeliveryState | undefined }): ReactElement | null {
  const { words, pick } = useLanguage()
  const { region, setRegion } = useDelivery()
  if (state === undefined || state === 'free') return null
  return (
    <div className="row region">
      <label className="row__label" htmlFor="region">
        {words.cart.region}
        {state !== 'priced' && (
          <small className="region__hint">{state === 'needed' ? words.cart.regionNeeded : words.cart.notServed}</small>
        )}
      </label>
      <select
        id="region"
        className="select"
        data-testid="region"
        data-state={state}
        value={region?.slice(0, 2) ?? ''}
        onChange={(event) => setRegion(event.target.value)}
      >
        {region === null && (
          <option value="" disabled>
            {words.cart.chooseRegion}
          </option>
        )}
        {provinces.map(({ code, name }) => (
          <option key={code} value={code}>
            {pick(name)}
          </option>
        ))}
      </select>
    </div>
  )
}

import type { SiyuError } from '@siyu/core/kernel'
import type {
  EditKolShopInput,
  KolShop,
  KolShopPage,
  KolShopRecord,
  KolShopState,
  KolShopStats,
  OwnKolShop,
  PriceableSkus,
  PriceKolShopInput,
  ShopDaysInput,
} from '@siyu/core/kolshops'
import { useQuery } from '@tanstack/react-query'
import { useSiyuContext } from './provider.tsx'
import { useMemberRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { useWrite } from './writes.ts'

/** A promoter's shop 达人小店 that is open, with its products at its prices; waits, pending, for null. */
export function useKolShop(shopId: string | null): SiyuQueryResult<KolShop> {
  const { queries, queryClient } = useSiyuContext()
  return useQuery<KolShop, SiyuError>({ ...queries.kolShop(shopId ?? ''), enabled: shopId !== null }, queryClient)
}

/** The member's own shop and what can be done with it. */
export type MyKolShop = {
  /** Null for a member without one. */
  readonly shop: SiyuQueryResult<KolShopRecord | null>
  /** Asks for a shop, or once more after a no. */
  readonly apply: SiyuMutationResult<KolShopPage, KolShopState>
  /** Changes page, selection and coupon. */
  readonly edit: SiyuMutationResult<EditKolShopInput, KolShopState>
}

/** The member's own shop: to apply for it, and to keep it. */
export function useMyKolShop(): MyKolShop {
  const shop = useMemberRead<OwnKolShop, KolShopRecord | null>((queries) => ({
    ...queries.myKolShop(),
    select: ({ shop: own }) => own,
  }))
  const apply = useWrite<KolShopPage, KolShopState>({
    name: 'kolshops.apply',
    call: (client, input, options) => client.kolshops.apply(input, options),
    settled: ({ refresh }) => refresh('myKolShop'),
  })
  const edit = useWrite<EditKolShopInput, KolShopState>({
    name: 'kolshops.edit',
    call: (client, input, options) => client.kolshops.edit(input, options),
    settled: ({ refresh }) => refresh('myKolShop', 'myShopPrices', 'kolShop'),
  })
  return { shop, apply, edit }
}

/** What the member's own shop asks for its articles. */
export type MyShopPrices = {
  /** The SKUs of its selection with the floor and the list price; a floor of null leaves no price to the promoter. */
  readonly prices: SiyuQueryResult<PriceableSkus>
  /** Says all prices of its own anew. */
  readonly save: SiyuMutationResult<PriceKolShopInput, KolShopState>
}

/** The prices of the member's own shop, within what the brand leaves its promoters. */
export function useMyShopPrices(): MyShopPrices {
  const prices = useMemberRead((queries) => queries.myShopPrices())
  const save = useWrite<PriceKolShopInput, KolShopState>({
    name: 'kolshops.price',
    call: (client, input, options) => client.kolshops.price(input, options),
    settled: ({ refresh }) => refresh('myShopPrices', 'kolShop'),
  })
  return { prices, save }
}

/** What the member's own shop did, by day of the brand's calendar. */
export function useKolShopStats(days: ShopDaysInput, isWanted: boolean = true): SiyuQueryResult<KolShopStats> {
  return useMemberRead((queries) => queries.kolShopStats(days), isWanted)
}

import type { ShopProduct } from '@siyu/core/catalog'
import type { Page, SiyuError } from '@siyu/core/kernel'
import { type PricedLine, pricedLine, type Quote, type QuoteFacts, type QuoteInput, quote } from '@siyu/core/pricing'
import type { InfiniteData } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { nobody, type Resource, resourceKey } from './keys.ts'
import { type SiyuContextValue, useSiyuContext } from './provider.tsx'
import { useMemberRead, usePublicRead } from './reads.ts'
import type { SiyuQueryResult } from './result.ts'

/** The device's own reckoning and the server's did not agree; the server's counts. */
export type QuoteDifference = { readonly previewMinor: number; readonly payableMinor: number }

/** What a basket costs. */
export type QuoteResult = {
  /** The server's quote; until it is here, the device's own if it knows enough. Undefined for an empty basket. */
  readonly quote: Quote | undefined
  /** True while `quote` is the device's own reckoning. Do not check out on it. */
  readonly isPreview: boolean
  readonly difference: QuoteDifference | null
  readonly query: SiyuQueryResult<Quote>
}

/**
 * What a basket costs and why: the member's cart, or the basket given. Shows the pure engine's answer at once when
 * products, promotions, tier, coupon and points are known on the device, then the server's.
 */
export function useQuote(basket?: QuoteInput): QuoteResult {
  const { queries, queryClient } = useSiyuContext()
  const cart = useMemberRead((all) => all.cart(), basket === undefined)
  const input = useMemo(() => basket ?? (cart.data && quoteInputOf(cart.data)) ?? { lines: [] }, [basket, cart.data])
  const preview = usePreview(input)
  const query = useQuery<Quote, SiyuError>(
    { ...queries.quote(input), enabled: input.lines.length > 0, placeholderData: () => preview },
    queryClient,
  )
  const isPreview = query.isPlaceholderData
  const found = input.lines.length > 0 ? query.data : undefined
  return { quote: found, isPreview, difference: isPreview ? null : differenceOf(preview, found), query }
}

/** The cart as something to be quoted. */
function quoteInputOf(cart: {
  readonly lines: QuoteInput['lines']
  readonly couponId: string | null
  readonly pointsCount: number
}): QuoteInput {
  const { lines, couponId, pointsCount } = cart
  return { lines, ...(couponId !== null && { couponId }), ...(pointsCount > 0 && { pointsCount }) }
}

function differenceOf(preview: Quote | undefined, found: Quote | undefined): QuoteDifference | null {
  if (preview === undefined || found === undefined || preview.payableMinor === found.payableMinor) return null
  return { previewMinor: preview.payableMinor, payableMinor: found.payableMinor }
}

/** The pure engine's quote from what the cache holds; undefined when a fact is missing. */
function usePreview(input: QuoteInput): Quote | undefined {
  const shop = useSiyuContext()
  const { session, currency } = shop
  const asksPoints = (input.pointsCount ?? 0) > 0
  const promotions = usePublicRead((queries) => queries.promotions()).data
  const tier = useMemberRead((queries) => queries.tier()).data
  const wallet = useMemberRead((queries) => queries.coupons(), input.couponId !== undefined).data
  const balance = useMemberRead((queries) => queries.points(), asksPoints).data
  const settings = useMemberRead((queries) => queries.pointsSettings(), asksPoints).data
  return useMemo(() => {
    const tierId = session.status === 'member' ? tier?.tier.id : null
    const coupon = input.couponId === undefined ? null : wallet?.items.find(({ id }) => id === input.couponId)
    const points = asksPoints ? balance && settings && pointsFacts(input, balance, settings) : null
    if (!promotions || !currency || tierId === undefined || coupon === undefined || points === undefined) return
    const lines = pricedLines(shop, input, tierId)
    return lines && quote({ currency, lines, tierId, promotions: promotions.items, coupon, points, now: Date.now() })
  }, [shop, session, currency, input, asksPoints, promotions, tier, wallet, balance, settings])
}

type PointsFacts = NonNullable<QuoteFacts['points']>

function pointsFacts(
  { pointsCount = 0 }: QuoteInput,
  { spendableCount }: Pick<PointsFacts, 'spendableCount'>,
  settings: PointsFacts['settings'],
): PointsFacts {
  return { requestedCount: pointsCount, spendableCount, settings }
}

/** The lines with the prices in the cache; undefined when one was never read. */
function pricedLines(
  { client, queryClient, session }: SiyuContextValue,
  { lines }: QuoteInput,
  tierId: string | null,
): readonly PricedLine[] | undefined {
  const owner = session.status === 'member' ? session.memberId : nobody
  const cached = <Data>(resource: Resource): readonly Data[] =>
    queryClient
      .getQueriesData<Data>({ queryKey: resourceKey(client, owner, resource) })
      .flatMap(([, data]) => data ?? [])
  const products = [
    ...cached<InfiniteData<Page<ShopProduct>>>('products').flatMap(({ pages }) => pages.flatMap(({ items }) => items)),
    ...cached<ShopProduct>('product'),
  ]
  const priced = lines.map(({ lineId, skuId, quantity }) => {
    const product = products.find(({ skus }) => skus.some(({ id }) => id === skuId))
    const sku = product?.skus.find(({ id }) => id === skuId)
    if (product === undefined || sku === undefined) return undefined
    const isLower = tierId !== null && sku.priceMinor < sku.listMinor
    const memberPrices = isLower ? [{ tierId, priceMinor: sku.priceMinor }] : []
    return pricedLine(lineId, product, { ...sku, memberPrices }, quantity)
  })
  return priced.every((line) => line !== undefined) ? priced : undefined
}

import type { Cart } from '@siyu/core/carts'
import type { SiyuError } from '@siyu/core/kernel'
import type { ExplainTree, Hint, Quote, QuoteInput } from '@siyu/core/pricing'
import { type Query, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { resourceKey, staleTimesMs } from './keys.ts'
import { type Pricer, useHints, usePricer } from './pricer.ts'
import { useSiyuContext } from './provider.tsx'
import { useCartRead, useMemberRead, usePublicRead } from './reads.ts'
import type { SiyuQueryResult } from './result.ts'

/** The device's own reckoning and the server's did not agree; the server's counts. */
export type QuoteDifference = { readonly previewMinor: number; readonly payableMinor: number }

/** What a basket costs. */
export type QuoteResult = {
  /** The server's quote; until it is here, the device's own if it can make one. Undefined for an empty basket. */
  readonly quote: Quote | undefined
  /** True while `quote` is the device's own reckoning. Do not check out on it. */
  readonly isPreview: boolean
  /** What was shown of this basket before the server said otherwise; null when it agreed. */
  readonly difference: QuoteDifference | null
  /** What a little more in the basket would bring, the nearest first. */
  readonly hints: readonly Hint[]
  /** What this basket would cost with something changed, at once; undefined while the device does not know enough. */
  readonly price: (changes: Partial<QuoteInput>) => Quote | undefined
  readonly query: SiyuQueryResult<Quote>
}

const nothing: QuoteInput = { lines: [] }

/**
 * What a basket costs and why: the cart, or the basket given. Shows the pure engine's answer at once where the
 * facts of these SKUs are on the device, then the server's. The facts are read again when the two differ.
 */
export function useQuote(basket?: QuoteInput): QuoteResult {
  const input = useInput(basket)
  return useQuoteOf(input, usePricer(input))
}

/**
 * The price of a basket as a tree to be drawn: layers, their rules, the conditions of each. Undefined until the device
 * has reckoned it, and where it would tell another sum than `useQuote` shows.
 */
export function useExplainTree(basket?: QuoteInput): ExplainTree | undefined {
  const input = useInput(basket)
  const pricer = usePricer(input)
  const { quote } = useQuoteOf(input, pricer)
  const tree = useMemo(() => pricer?.explain(input), [pricer, input])
  return tree?.payableMinor === quote?.payableMinor ? tree : undefined
}

/**
 * How many points a basket earns, the cart or the basket given: the rules that the server books by, run on the
 * device over the price that `useQuote` shows. What a cap of a day or a month leaves is only known when the order is
 * paid, so there it may be less. Undefined until the settings, the price and the engine are here.
 */
export function useEarnPreview(basket?: QuoteInput): number | undefined {
  const input = useInput(basket)
  const pricer = usePricer(input)
  const { quote } = useQuoteOf(input, pricer)
  const program = usePublicRead((all) => all.pointsSettings()).data?.earn
  const tiers = usePublicRead((all) => all.tierSettings()).data?.tiers
  const birthday = useMemberRead((all) => all.member()).data?.birthday ?? null
  return useMemo(
    () => quote && program && tiers && pricer?.earn(input, quote, { program, tiers, birthday }),
    [input, quote, program, tiers, birthday, pricer],
  )
}

function useInput(basket: QuoteInput | undefined): QuoteInput {
  const { place } = useSiyuContext()
  const cart = useCartRead(basket === undefined).data
  const input = useMemo(() => {
    const said = basket ?? (cart && quoteInputOf(cart)) ?? nothing
    return place === undefined || said.place !== undefined ? said : { ...said, place }
  }, [basket, cart, place])
  const [known, setKnown] = useState(input)
  // A cart that was only saved is the same basket: what was shown of it still counts.
  const isSame = known === input || JSON.stringify(known) === JSON.stringify(input)
  if (!isSame) setKnown(input)
  return isSame ? known : input
}

/** The cart as something to be quoted. */
function quoteInputOf({ lines, couponIds, pointsCount }: Cart): QuoteInput {
  return { lines, ...(couponIds !== null && { couponIds }), ...(pointsCount > 0 && { pointsCount }) }
}

function useQuoteOf(input: QuoteInput, pricer: Pricer | undefined): QuoteResult {
  const { queries, queryClient, session } = useSiyuContext()
  const isWanted = input.lines.length > 0 && session.status !== 'loading'
  const preview = useMemo(() => (isWanted ? pricer?.price(input) : undefined), [isWanted, pricer, input])
  const query = useQuery<Quote, SiyuError>(
    {
      ...queries.quote(input),
      enabled: isWanted,
      placeholderData: () => preview,
      // An answer of before is not shown again: the engine is as quick, and knows what has changed since.
      gcTime: staleTimesMs.balances,
    },
    queryClient,
  )
  const quote = isWanted ? query.data : undefined
  const isPreview = query.isPlaceholderData
  const difference = useDifference(input, quote, isPreview)
  useNewFacts(difference, query.dataUpdatedAt)
  const hints = useHints(quote)
  const price = useCallback((changes: Partial<QuoteInput>) => pricer?.price({ ...input, ...changes }), [pricer, input])
  return { quote, isPreview, difference, hints, price, query }
}

/** Compares the server's answer with what was on screen for the same basket before it came. */
function useDifference(input: QuoteInput, quote: Quote | undefined, isPreview: boolean): QuoteDifference | null {
  const [shown, setShown] = useState<{ readonly input: QuoteInput; readonly minor: number }>()
  const payableMinor = quote?.payableMinor
  if (isPreview && payableMinor !== undefined && (shown?.input !== input || shown.minor !== payableMinor)) {
    setShown({ input, minor: payableMinor })
  }
  const previewMinor = shown?.input === input && !isPreview ? shown.minor : undefined
  const isOther = previewMinor !== undefined && payableMinor !== undefined && previewMinor !== payableMinor
  return useMemo(() => (isOther ? { previewMinor, payableMinor } : null), [isOther, previewMinor, payableMinor])
}

/** Reads facts again that are older than a quote which contradicts them: once, however many show that quote. */
function useNewFacts(difference: QuoteDifference | null, quotedAt: number): void {
  const { client, queryClient, owner } = useSiyuContext()
  const isOld = difference !== null
  useEffect(() => {
    if (!isOld) return
    const queryKey = resourceKey(client, owner, 'pricingFacts')
    const predicate = ({ state }: Query): boolean => state.dataUpdatedAt <= quotedAt
    void queryClient.invalidateQueries({ queryKey, predicate }, { cancelRefetch: false })
  }, [isOld, quotedAt, client, queryClient, owner])
}

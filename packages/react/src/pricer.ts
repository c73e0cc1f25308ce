import type { EarnSettings } from '@siyu/core/orders'
import type { ExplainTree, Hint, PricingFacts, PricingFactsInput, Quote, QuoteInput } from '@siyu/core/pricing'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { resourceKey } from './keys.ts'
import { createListeners } from './listeners.ts'
import { type SiyuContextValue, useSiyuContext } from './provider.tsx'

/** The pricing engine on the device, with the facts of one basket. */
export type Pricer = {
  readonly price: (input: QuoteInput) => Quote | undefined
  readonly explain: (input: QuoteInput) => ExplainTree | undefined
  readonly earn: (input: QuoteInput, quoted: Quote, settings: EarnSettings) => number
}

/**
 * The engine with the facts it needs for this basket, once both are here; both are asked for as soon as there is
 * something in it. Facts known to be old price nothing: their price would only flash up.
 */
export function usePricer(input: QuoteInput): Pricer | undefined {
  const shop = useSiyuContext()
  const { queries, queryClient, session } = shop
  const isWanted = input.lines.length > 0 && session.status !== 'loading'
  const engine = useSyncExternalStore(subscribe, loadedEngine, noEngine)
  const wanted = useMemo(() => factsInputOf(input), [input])
  const options = queries.pricingFacts(wanted)
  // Read for its news; what is read is found below, under whatever SKUs it was asked for.
  const { data, isFetching } = useQuery({ ...options, enabled: isWanted }, queryClient)
  useEffect(() => {
    if (!isWanted) return
    void loadEngine()
    // Asked again with the first change after they have become old; until then nobody needs newer ones.
    void queryClient.prefetchQuery(queries.pricingFacts(wanted))
  }, [isWanted, queries, queryClient, wanted])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cache tells of its news through the query above.
  const known = useMemo(
    () => (isWanted ? knownFacts(shop, wanted) : undefined),
    [shop, wanted, isWanted, data, isFetching],
  )
  return useMemo(() => engine && known && pricerOf(engine, known), [engine, known])
}

/** Region and way of shipping are no part of it: the engine knows what they change. */
function factsInputOf({ lines, place = {} }: QuoteInput): PricingFactsInput {
  const { channel, communityId, shopId } = place
  const skuIds = [...new Set(lines.map(({ skuId }) => skuId))].sort()
  const said = Object.entries({ channel, communityId, shopId }).filter(([, value]) => value != null)
  return { skuIds, ...(said.length > 0 && { place: Object.fromEntries(said) }) }
}

/** What a little more in the basket of a quote would bring; nothing until the engine is here. */
export function useHints(quote: Quote | undefined): readonly Hint[] {
  const engine = useSyncExternalStore(subscribe, loadedEngine, noEngine)
  return useMemo(() => (engine === undefined || quote === undefined ? [] : engine.hintsOfQuote(quote)), [engine, quote])
}

type KnownFacts = { readonly facts: PricingFacts; readonly receivedAt: number }

/** The newest facts that cover these SKUs at this place: those of a basket that held more will do. */
function knownFacts(
  { client, queryClient, owner }: SiyuContextValue,
  wanted: PricingFactsInput,
): KnownFacts | undefined {
  const queryKey = resourceKey(client, owner, 'pricingFacts')
  let newest: KnownFacts | undefined
  for (const query of queryClient.getQueryCache().findAll({ queryKey })) {
    const { data, dataUpdatedAt, isInvalidated } = query.state
    const isNewer = dataUpdatedAt > (newest?.receivedAt ?? 0)
    if (data === undefined || isInvalidated || !isNewer) continue
    if (covers(query.queryKey[4] as PricingFactsInput, wanted)) {
      newest = { facts: data as PricingFacts, receivedAt: dataUpdatedAt }
    }
  }
  return newest
}

function covers(asked: PricingFactsInput, wanted: PricingFactsInput): boolean {
  const isSamePlace = JSON.stringify(asked.place) === JSON.stringify(wanted.place)
  return isSamePlace && wanted.skuIds.every((skuId) => asked.skuIds.includes(skuId))
}

function pricerOf({ priceBasket, treeOfBasket, earnOfQuote }: Engine, { facts, receivedAt }: KnownFacts): Pricer {
  /** The server's clock as it is by now, whatever the device's says. */
  const current = (): PricingFacts => ({ ...facts, now: facts.now + Math.max(0, Date.now() - receivedAt) })
  return {
    price: (input) => remembered(facts, input, () => priceBasket(current(), input)),
    explain: (input) => treeOfBasket(current(), input),
    earn: (input, quoted, settings) => earnOfQuote(current(), input, quoted, settings),
  }
}

/** Everyone who shows a basket shares its price, as long as its facts are the newest. */
const quotes = new WeakMap<PricingFacts, Map<string, Quote | undefined>>()

/** So many baskets of the same facts are kept, the newest. */
const maxQuotes = 200

function remembered(facts: PricingFacts, input: QuoteInput, reckon: () => Quote | undefined): Quote | undefined {
  const known = quotes.get(facts) ?? new Map<string, Quote | undefined>()
  quotes.set(facts, known)
  const key = JSON.stringify(input)
  if (!known.has(key)) known.set(key, reckon())
  if (known.size > maxQuotes) known.delete(known.keys().next().value ?? '')
  return known.get(key)
}

type Engine = typeof import('./engine.ts')

const { subscribe, tell } = createListeners()
let engine: Engine | undefined
let loading: Promise<void> | undefined

/** Loads the engine once; a page that could not load it asks again with the next basket. */
function loadEngine(): Promise<void> {
  loading ??= import('./engine.ts').then(
    (loaded) => {
      engine = loaded
      tell()
    },
    () => {
      loading = undefined
    },
  )
  return loading
}

function loadedEngine(): Engine | undefined {
  return engine
}

function noEngine(): undefined {
  return undefined
}

import type { ClientStorage, Siyu } from '@siyu/core'
import type { Place } from '@siyu/core/pricing'
import { errorWords as shopErrorWords } from '@siyu/core/words'
import { QueryClient, QueryClientContext, QueryClientProvider, useQuery } from '@tanstack/react-query'
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import { nobody } from './keys.ts'
import { type SiyuQueries, siyuQueries } from './queries.ts'
import { createReferralCodes, type ReferralCodes } from './referral-code.ts'
import { createShop, type Shop } from './shop.ts'

/** Something about the set-up of the provider is wrong; the message says what to change. */
export class SiyuConfigError extends Error {
  override readonly name = 'SiyuConfigError' as const
}

export type SiyuProviderProps = {
  readonly client: Siyu
  /** Language of words and numbers, such as `zh-CN` or `en`. Chinese unless said otherwise. */
  readonly locale?: string | undefined
  /** ISO 4217 code; asked of the server when absent. */
  readonly currency?: string | undefined
  /** Cache to use. Without it, the one of the host's `QueryClientProvider`, or a new one. */
  readonly queryClient?: QueryClient | undefined
  /** Whether balances follow changes made elsewhere. True unless said otherwise. */
  readonly live?: boolean | undefined
  /** Address the page was opened with, from which a referral code is kept; the browser's when absent. */
  readonly pageUrl?: string | undefined
  /** Where and how the shopper buys, such as `{ region: '44' }`: goes with every quote and checkout below. */
  readonly place?: Place | undefined
  /** Where a referral code and a visitor's cart wait for somebody to sign in; the browser's local storage when absent. */
  readonly storage?: ClientStorage | undefined
  /**
   * What to tell a person for a code. Without it, the words for everything a shopper's call can be refused with; a
   * console gives `adminErrorWords` of `@siyu/core/words`. Always the same function.
   */
  readonly errorWords?: ((code: string, locale: string) => string) | undefined
  readonly children?: ReactNode
}

/** Who is here, before any profile is read. */
export type SessionStatus =
  | { readonly status: 'loading' }
  | { readonly status: 'anonymous' }
  | { readonly status: 'member'; readonly memberId: string }

/** What the hooks share. */
export type SiyuContextValue = Shop & {
  /** The same object for as long as client and cache are. */
  readonly shop: Shop
  readonly queries: SiyuQueries
  readonly referralCodes: ReferralCodes
  readonly session: SessionStatus
  /** Whose answers these are: the member's id, or `anon`. */
  readonly owner: string
  readonly locale: string
  readonly currency: string | undefined
  readonly pageUrl: string | undefined
  readonly errorWords: (code: string, locale: string) => string
  /** The same object for as long as it says the same. */
  readonly place: Place | undefined
}

const SiyuContext = createContext<SiyuContextValue | null>(null)

/** Gives the hooks below it a client and a cache. Throws {@link SiyuConfigError} when the cache cannot be used. */
export function SiyuProvider(props: SiyuProviderProps): ReactElement {
  const host = useContext(QueryClientContext)
  const [own] = useState(() => props.queryClient ?? host ?? new QueryClient())
  const queryClient = usable(props.queryClient ?? host ?? own)
  const content = <Inner {...props} queryClient={queryClient} />
  if (queryClient === host) return content
  return <QueryClientProvider client={queryClient}>{content}</QueryClientProvider>
}

function Inner(props: SiyuProviderProps & { readonly queryClient: QueryClient }): ReactElement {
  const { client, queryClient, locale = 'zh-CN', live = true, pageUrl, children, errorWords = shopErrorWords } = props
  // What is kept on the device stays where it was looked for first.
  const [storage] = useState(props.storage)
  const shop = useMemo(() => createShop(client, queryClient, storage), [client, queryClient, storage])
  const referralCodes = useMemo(() => createReferralCodes(storage), [storage])
  const session = useSessionStatus(client)
  const owner = session.status === 'member' ? session.memberId : nobody
  const queries = useMemo(() => siyuQueries(client, owner), [client, owner])
  const brand = useQuery({ ...queries.brand(), enabled: props.currency === undefined }, queryClient)
  const currency = props.currency ?? brand.data?.currency
  const place = useSame(props.place)

  useEffect(() => shop.start(), [shop])
  useEffect(() => {
    void referralCodes.capture(pageUrl ?? globalThis.location?.href)
  }, [referralCodes, pageUrl])
  useEffect(() => {
    if (!live) return
    client.live.start()
    return () => client.live.stop()
  }, [client, live])

  const value = useMemo<SiyuContextValue>(
    () => ({ ...shop, shop, queries, referralCodes, session, owner, locale, currency, pageUrl, errorWords, place }),
    [shop, queries, referralCodes, session, owner, locale, currency, pageUrl, errorWords, place],
  )
  return <SiyuContext.Provider value={value}>{children}</SiyuContext.Provider>
}

/** What the provider shares. Throws {@link SiyuConfigError} outside of one. */
export function useSiyuContext(): SiyuContextValue {
  const value = useContext(SiyuContext)
  if (value === null) throw new SiyuConfigError('Put <SiyuProvider client={…}> around what uses Siyu hooks.')
  return value
}

/** The client, for calls that have no hook. */
export function useSiyu(): Siyu {
  return useSiyuContext().client
}

/** The reads of this shop as query options, for whoever is signed in. */
export function useSiyuQueries(): SiyuQueries {
  return useSiyuContext().queries
}

/** The value that came first of those that say the same. */
function useSame<T>(value: T): T {
  const [same, setSame] = useState(value)
  if (JSON.stringify(same) === JSON.stringify(value)) return same
  setSame(value)
  return value
}

function useSessionStatus(client: Siyu): SessionStatus {
  const subscribe = useCallback((listener: () => void) => client.on('session.changed', listener), [client])
  const memberId = useSyncExternalStore(
    subscribe,
    () => memberIdOf(client),
    () => undefined,
  )
  return useMemo(() => {
    if (memberId === undefined) return { status: 'loading' }
    return memberId === null ? { status: 'anonymous' } : { status: 'member', memberId }
  }, [memberId])
}

/** Null for anyone who is no member; undefined while that is not known yet. */
function memberIdOf(client: Siyu): string | null | undefined {
  const session = client.session.get()
  if (session.status === 'loading') return undefined
  return session.status === 'member' ? session.memberId : null
}

function usable(queryClient: QueryClient): QueryClient {
  if (queryClient instanceof QueryClient) return queryClient
  throw new SiyuConfigError(
    'This QueryClient is of another copy of @tanstack/react-query. Install one copy, or leave `queryClient` out.',
  )
}

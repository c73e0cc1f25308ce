import type { Cart } from '@siyu/core/carts'
import type { Page, SiyuError } from '@siyu/core/kernel'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSiyuContext } from './provider.tsx'
import type { SiyuQueries } from './queries.ts'
import type { SiyuListQuery, SiyuQuery } from './query-options.ts'
import { type ItemList, joinPages, type SiyuListResult, type SiyuQueryResult } from './result.ts'

/** Reads what anyone may see. */
export function usePublicRead<T>(pick: (queries: SiyuQueries) => SiyuQuery<T>): SiyuQueryResult<T> {
  const { queries, queryClient } = useSiyuContext()
  return useQuery<T, SiyuError>(pick(queries), queryClient)
}

/** Reads what belongs to the member; waits, pending, while nobody is signed in. */
export function useMemberRead<T, Shown = T>(
  pick: (queries: SiyuQueries) => SiyuQuery<T> & { readonly select?: (data: T) => Shown },
  isWanted: boolean = true,
): SiyuQueryResult<Shown> {
  const { queries, queryClient, session } = useSiyuContext()
  const enabled = isWanted && session.status === 'member'
  return useQuery<T, SiyuError, Shown>({ ...pick(queries), enabled }, queryClient)
}

/** Reads the cart of whoever is here: the member's from the server, a visitor's from the device. */
export function useCartRead(isWanted: boolean = true): SiyuQueryResult<Cart> {
  const { queries, queryClient, session, visitorCart } = useSiyuContext()
  const enabled = isWanted && session.status !== 'loading'
  const options = queries.cart()
  const queryFn = session.status === 'member' ? options.queryFn : () => visitorCart.get()
  return useQuery<Cart, SiyuError>({ ...options, queryFn, enabled }, queryClient)
}

/** Reads a list anyone may see, page by page. */
export function usePublicList<T>(pick: (queries: SiyuQueries) => SiyuListQuery<T>): SiyuListResult<T> {
  return useList(pick, true)
}

/** Reads a list of the member's, page by page. */
export function useMemberList<T>(pick: (queries: SiyuQueries) => SiyuListQuery<T>): SiyuListResult<T> {
  return useList(pick, useSiyuContext().session.status === 'member')
}

function useList<T>(pick: (queries: SiyuQueries) => SiyuListQuery<T>, enabled: boolean): SiyuListResult<T> {
  const { queries, queryClient } = useSiyuContext()
  return useInfiniteQuery<Page<T>, SiyuError, ItemList<T>, readonly unknown[], string | null>(
    { ...pick(queries), enabled, select: joinPages },
    queryClient,
  )
}

import type { Page } from '@siyu/core/kernel'
import type { SiyuKey } from './keys.ts'

/** Options of one read, for `useQuery`, `useSuspenseQuery`, `prefetchQuery` and every other consumer of query options. */
export type SiyuQuery<T> = {
  readonly queryKey: SiyuKey
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<T>
  readonly staleTime: number
  /** Always false: the client below has already retried what may be retried. */
  readonly retry: false
  /** What moves while many look at it is asked again this often, in milliseconds. */
  readonly refetchInterval?: number
}

/** Options of a list read page by page, for `useInfiniteQuery` and its kin. */
export type SiyuListQuery<T> = {
  readonly queryKey: SiyuKey
  readonly queryFn: (context: { readonly signal: AbortSignal; readonly pageParam: string | null }) => Promise<Page<T>>
  readonly initialPageParam: string | null
  readonly getNextPageParam: (last: Page<T>) => string | null
  readonly staleTime: number
  readonly retry: false
}

/** A list endpoint of the client. `cursor` is absent on the first page. */
export type ListCall<T, Params> = (
  input: Params & { readonly cursor?: string },
  options: { readonly signal: AbortSignal },
) => Promise<Page<T>>

/** Options of a list endpoint: each page asks with the cursor the page before gave. */
export function listQuery<T, Params extends object>(
  queryKey: SiyuKey,
  params: Params,
  staleTime: number,
  call: ListCall<T, Params>,
): SiyuListQuery<T> {
  return {
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      call(pageParam === null ? params : { ...params, cursor: pageParam }, { signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime,
    retry: false,
  }
}

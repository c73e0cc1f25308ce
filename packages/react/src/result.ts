import type { Page, SiyuError } from '@siyu/core/kernel'
import type { InfiniteData, UseInfiniteQueryResult, UseMutationResult, UseQueryResult } from '@tanstack/react-query'

/** A read: TanStack Query's result, with our error. */
export type SiyuQueryResult<T> = UseQueryResult<T, SiyuError>

/** A read of pages: TanStack Query's infinite result; `data.items` holds the items of all pages so far. */
export type SiyuListResult<T> = UseInfiniteQueryResult<ItemList<T>, SiyuError>

/** A write: TanStack Query's result, with our error. `mutateAsync` resolves to the answer. */
export type SiyuMutationResult<Input, Output> = UseMutationResult<Output, SiyuError, Input>

/** The items of all pages loaded so far, in order. */
export type ItemList<T> = { readonly items: readonly T[]; readonly pages: readonly Page<T>[] }

/** Joins the pages of an infinite query. */
export function joinPages<T>({ pages }: InfiniteData<Page<T>, string | null>): ItemList<T> {
  return { items: pages.flatMap((page) => page.items), pages }
}

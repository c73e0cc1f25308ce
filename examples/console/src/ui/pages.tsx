import type { SiyuListQuery } from '@siyu/react/queries'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'
import { useFormat } from './format.ts'
import type { Read } from './states.tsx'

/** A list that grows page by page. */
export type GrowingList<T> = Read<readonly T[]> & {
  readonly hasMore: boolean
  readonly isGrowing: boolean
  readonly grow: () => void
}

export function useGrowingList<T>(query: SiyuListQuery<T>): GrowingList<T> {
  const result = useInfiniteQuery(query)
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = result
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data])
  return {
    data: items,
    error,
    isFetching,
    refetch,
    hasMore: hasNextPage,
    isGrowing: isFetchingNextPage,
    grow: () => void fetchNextPage(),
  }
}

/** How much of a list is on screen, and the way to the rest. */
export function ListFoot({ list }: { readonly list: GrowingList<unknown> }): ReactElement {
  const say = useSay(commonWords)
  const format = useFormat()
  const count = format.count(list.data?.length ?? 0)
  return (
    <div className="list-foot">
      <span data-testid="list-count">{say(list.hasMore ? 'shownMore' : 'shown', { count })}</span>
      {list.hasMore && (
        <button type="button" className="button" data-testid="load-more" disabled={list.isGrowing} onClick={list.grow}>
          {list.isGrowing ? say('loading') : say('more')}
        </button>
      )}
    </div>
  )
}

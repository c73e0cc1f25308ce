import type { SiyuQueryResult } from '@siyu/react'
import type { ReactElement } from 'react'
import { Page } from './page.tsx'
import { Empty, Problem, Skeleton } from './states.tsx'

type ListPageProps<Item> = {
  readonly list: SiyuQueryResult<{ readonly items: readonly Item[] }>
  readonly words: { readonly title: string; readonly empty: string; readonly emptyHint: string }
  /** An item of the list, with its key. */
  readonly children: (item: Item) => ReactElement
}

/** A page that is one list: while it loads, when it fails, when there is nothing in it. */
export function ListPage<Item>({ list, words, children }: ListPageProps<Item>): ReactElement {
  const { data, error, isPending, refetch } = list
  return (
    <Page title={words.title} back>
      {isPending && <Skeleton rows={3} tall />}
      {!isPending && data === undefined && <Problem error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={words.empty} hint={words.emptyHint} />}
      <ul className="stack">{data?.items.map(children)}</ul>
    </Page>
  )
}

import type { ReactElement, ReactNode } from 'react'
import { type GrowingList, ListFoot } from './pages.tsx'
import { Empty, Loaded, type Read } from './states.tsx'

/** What stands above a column; `optional` ones go where there is no room, `act` holds buttons and shows no name. */
export type Column = {
  readonly name: string
  readonly as?: 'number' | 'optional' | 'optional number' | 'act' | undefined
}

type TableProps = {
  readonly columns: readonly Column[]
  readonly testId?: string | undefined
  /** The rows. */
  readonly children: ReactNode
}

/** A table that scrolls by itself where the page is too narrow for it. */
export function Table({ columns, testId, children }: TableProps): ReactElement {
  return (
    <div className="table-scroll">
      <table className="table" data-testid={testId}>
        <thead>
          <tr>
            {columns.map(({ name, as }) =>
              as === 'act' ? (
                <th key={name} aria-label={name} />
              ) : (
                <th key={name} className={as}>
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

export type ListProps<T> = {
  /** What is read: a whole list, or one that grows page by page. */
  readonly list: Read<readonly T[]> | GrowingList<T>
  readonly columns: readonly Column[]
  /** What is said when there is nothing. */
  readonly none: string
  readonly noneHint?: ReactNode
  /** Height of the placeholder, in rows. */
  readonly rows?: number | undefined
  readonly testId?: string | undefined
  /** The row of one item, with its key. */
  readonly children: (item: T) => ReactNode
}

/** Every list of the console: placeholder, failure, nothing, or a table with how much of it is shown and the rest. */
export function List<T>(props: ListProps<T>): ReactElement {
  const { list, columns, none, noneHint, rows = 8, testId, children } = props
  return (
    <Loaded
      read={list}
      rows={rows}
      isEmpty={(items) => items.length === 0}
      empty={<Empty title={none}>{noneHint}</Empty>}
    >
      {(items) => (
        <>
          <Table columns={columns} testId={testId}>
            {items.map(children)}
          </Table>
          {'grow' in list && <ListFoot list={list} />}
        </>
      )}
    </Loaded>
  )
}

type ListCardProps<T> = ListProps<T> & {
  /** What the list is called where the page does not say. */
  readonly label?: string | undefined
  /** What stands above it: filters, a heading, buttons, what went wrong. */
  readonly head?: ReactNode
}

/** A list on a card of its own. */
export function ListCard<T>({ label, head, ...list }: ListCardProps<T>): ReactElement {
  return (
    <section className="card flush" aria-label={label}>
      {head}
      <List {...list} />
    </section>
  )
}

/** A read of which the list is a part. */
export function listIn<T, Whole>(read: Read<Whole>, itemsOf: (whole: Whole) => readonly T[]): Read<readonly T[]> {
  return { ...read, data: read.data === undefined ? undefined : itemsOf(read.data) }
}

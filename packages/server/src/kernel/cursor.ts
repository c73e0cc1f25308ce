import type { Page } from '@siyu/core/kernel'

/** Where a list ordered by a moment and an id goes on. */
export type TimeCursor = { readonly at: number; readonly id: string }

/** How many items a page has when the caller does not say. */
export const DEFAULT_PAGE = 20

/** Reads a cursor that {@link pageFrom} wrote; anything else starts at the beginning. */
export function readCursor(text: string | undefined): TimeCursor | null {
  const parts = /^(\d{1,16})~([\w.:-]{1,64})$/.exec(text ?? '')
  return parts?.[1] === undefined || parts[2] === undefined ? null : { at: Number(parts[1]), id: parts[2] }
}

/** A page out of `limit + 1` loaded rows: the extra one only tells that there are more, from the last shown one on. */
export function pageBy<R, T>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => string,
  itemOf: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(itemOf), nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}

/** A page of rows ordered by a moment and an id. */
export function pageFrom<R, T>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => TimeCursor,
  itemOf: (row: R) => T,
): Page<T> {
  const textOf = ({ at, id }: TimeCursor): string => `${at}~${id}`
  return pageBy(rows, limit, (row) => textOf(cursorOf(row)), itemOf)
}

/** Where a list ordered by a number goes on; null at its beginning. */
export function numberIn(cursor: string | undefined): number | null {
  return /^\d{1,15}$/.test(cursor ?? '') ? Number(cursor) : null
}

/** A page of rows that are numbered. */
export function numberedPage<R extends { readonly number: number }, T>(
  rows: readonly R[],
  limit: number,
  itemOf: (row: R) => T,
): Page<T> {
  return pageBy(rows, limit, ({ number }) => String(number), itemOf)
}

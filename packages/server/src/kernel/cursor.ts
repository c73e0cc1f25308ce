/** Where a list ordered by a moment and an id goes on. */
export type TimeCursor = { readonly at: number; readonly id: string }

/** How many items a page has when the caller does not say. */
export const DEFAULT_PAGE = 20

/** Reads a cursor that {@link nextCursor} wrote; anything else starts at the beginning. */
export function readCursor(text: string | undefined): TimeCursor | null {
  const parts = /^(\d{1,16})~([\w.:-]{1,64})$/.exec(text ?? '')
  return parts?.[1] === undefined || parts[2] === undefined ? null : { at: Number(parts[1]), id: parts[2] }
}

/** A page out of `limit + 1` loaded rows: the extra one only tells that there are more. */
export function pageFrom<R, T>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => TimeCursor,
  itemOf: (row: R) => T,
): { readonly items: readonly T[]; readonly nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? cursorOf(last) : null
  return { items: shown.map(itemOf), nextCursor: next === null ? null : `${next.at}~${next.id}` }
}

/** Where a list ordered by a number goes on; null at its beginning. */
export function numberIn(cursor: string | undefined): number | null {
  return /^\d{1,15}$/.test(cursor ?? '') ? Number(cursor) : null
}

/** A page of rows that are numbered, out of `limit + 1` loaded ones. */
export function numberedPage<R extends { readonly number: number }, T>(
  rows: readonly R[],
  limit: number,
  itemOf: (row: R) => T,
): { readonly items: readonly T[]; readonly nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? String(last.number) : null
  return { items: shown.map(itemOf), nextCursor }
}

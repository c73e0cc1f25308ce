import type { Page } from '@siyu/core/kernel'

/** Reads a list to its end page by page, and tells how much there is so far. */
export async function readAll<T>(
  readPage: (cursor: string | undefined) => Promise<Page<T>>,
  onRead: (count: number) => void = () => undefined,
): Promise<readonly T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page = await readPage(cursor)
    items.push(...page.items)
    onRead(items.length)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}

/** Hands a text to the browser as a file; spreadsheets read it as UTF-8. */
export function saveFile(name: string, text: string): void {
  saveBlob(name, new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }))
}

/** Hands what was read to the browser as a file. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

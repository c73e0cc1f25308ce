import type { CouponCode } from '@siyu/core/coupons'
import type { Page } from '@siyu/core/kernel'

/** Reads all codes of a batch page by page and tells how many there are so far. */
export async function readCodes(
  readPage: (cursor: string | undefined) => Promise<Page<CouponCode>>,
  onRead: (count: number) => void,
): Promise<readonly CouponCode[]> {
  const codes: CouponCode[] = []
  let cursor: string | undefined
  do {
    const page = await readPage(cursor)
    codes.push(...page.items)
    onRead(codes.length)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return codes
}

/** Hands a text to the browser as a file; spreadsheets read it as UTF-8. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

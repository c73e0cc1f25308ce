import type { Book } from '@siyu/core/ledger'
import type { useFormat } from '../../ui/format.ts'

/** An amount in the unit of its book: points are counted, all else is money. */
export function amountOf({ count, money }: ReturnType<typeof useFormat>, book: Book, amount: number): string {
  return book === 'points' ? count(amount) : money(amount)
}

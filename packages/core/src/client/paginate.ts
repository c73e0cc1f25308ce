import { ContractError, type Page, type PageInput } from '../kernel/index.ts'
import type { CallOptions } from './call.ts'

/** A list method of the client, such as `siyu.orders.list`. */
export type ListMethod<Input, Item> = (input?: Input, options?: CallOptions) => Promise<Page<Item>>

/** Walks through all pages of a list, reading the next one only when it is needed. `input.limit` sizes the pages. */
export async function* paginate<Input extends PageInput, Item>(
  list: ListMethod<Input, Item>,
  input?: Omit<Input, 'cursor'>,
  options?: CallOptions,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined
  for (;;) {
    const page: Page<Item> = await list({ ...input, cursor } as Input, options)
    yield* page.items
    if (page.nextCursor === null) return
    if (page.nextCursor === cursor) throw new ContractError('list', [{ path: 'nextCursor', message: 'does not move' }])
    cursor = page.nextCursor
  }
}

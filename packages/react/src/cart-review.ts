import type { CartReview } from '@siyu/core/carts'
import { useMemberRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import type { Shop } from './shop.ts'
import { useWrite } from './writes.ts'

/** What there is to know about the cart beside its lines. */
export type CartReviewResult = {
  /** Changes since the member last looked, parcels, the chosen address and the note; undefined until read. */
  readonly review: CartReview | undefined
  readonly query: SiyuQueryResult<CartReview>
  /** Says that the member has seen the changes. */
  readonly acknowledge: SiyuMutationResult<Record<never, never>, object>
  /** Writes a note for the next order; an empty one takes it back. */
  readonly setNote: SiyuMutationResult<{ readonly note: string }, object>
}

/** What changed about the member's cart since they last looked. `changeText` of `@siyu/core/words` puts it in words. */
export function useCartReview(): CartReviewResult {
  const query = useMemberRead((queries) => queries.cartReview())
  const acknowledge = useWrite<Record<never, never>, object>({
    name: 'carts.acknowledge',
    call: (client, _input, options) => client.carts.acknowledge({}, options),
    settled: reviewed,
  })
  const setNote = useWrite<{ readonly note: string }, object>({
    name: 'carts.setNote',
    call: (client, input, options) => client.carts.setNote(input, options),
    settled: reviewed,
  })
  return { review: query.data, query, acknowledge, setNote }
}

function reviewed({ refresh }: Shop): void {
  refresh('cartReview')
}

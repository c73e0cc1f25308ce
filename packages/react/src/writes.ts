import type { Siyu } from '@siyu/core'
import type { SiyuError } from '@siyu/core/kernel'
import { useMutation } from '@tanstack/react-query'
import { type SiyuContextValue, useSiyuContext } from './provider.tsx'
import type { SiyuMutationResult } from './result.ts'

/** A write of the client and what it does to the cache. */
export type WriteSpec<Input, Output> = {
  /** `concept.verb`. */
  readonly name: string
  readonly call: (client: Siyu, input: Input, options: { readonly idempotencyKey: string }) => Promise<Output>
  /** Shows the outcome before it is known; returns how to take that back. */
  readonly preview?: (shop: SiyuContextValue, input: Input) => () => void
  /** Brings the cache up to date with the answer. */
  readonly settled: (shop: SiyuContextValue, output: Output) => void
}

/** A write as a mutation: one key per intent, shown before it is known where that is safe, taken back when refused. */
export function useWrite<Input, Output>(spec: WriteSpec<Input, Output>): SiyuMutationResult<Input, Output> {
  const shop = useSiyuContext()
  return useMutation<Output, SiyuError, Input>(
    {
      async mutationFn(input) {
        const takeBack = spec.preview?.(shop, input)
        try {
          const output = await shop.intents.run(spec.name, input, (options) => spec.call(shop.client, input, options))
          spec.settled(shop, output)
          return output
        } catch (error) {
          takeBack?.()
          throw error
        }
      },
      // The client below has retried already.
      retry: false,
    },
    shop.queryClient,
  )
}

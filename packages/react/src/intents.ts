import { isSiyuError } from '@siyu/core/kernel'

/** A call that carries the key of the intent behind it. */
export type KeyedCall<Output> = (options: { readonly idempotencyKey: string }) => Promise<Output>

/** Keys of what a person means to do, kept until the server has answered. */
export type Intents = {
  /** Calls with the key of this intent: a new one, or the same as before when that call was never answered. */
  readonly run: <Output>(name: string, input: unknown, call: KeyedCall<Output>) => Promise<Output>
}

/** Intents that were never answered are forgotten beyond this many, the oldest first. */
export const maxOpenIntents = 100

/** Makes one key per intent: pressing the button again after a lost answer repeats the call, it does not act twice. */
export function createIntents(newKey: () => string): Intents {
  const open = new Map<string, string>()
  return {
    async run(name, input, call) {
      const intent = `${name} ${JSON.stringify(input)}`
      const key = open.get(intent) ?? newKey()
      open.set(intent, key)
      if (open.size > maxOpenIntents) open.delete(open.keys().next().value ?? '')
      try {
        const answer = await call({ idempotencyKey: key })
        open.delete(intent)
        return answer
      } catch (error) {
        if (!mayHaveWorked(error)) open.delete(intent)
        throw error
      }
    },
  }
}

/** Whether the server may have done it although we heard no: no answer at all, or one that says try again. */
export function mayHaveWorked(error: unknown): boolean {
  return isSiyuError(error) && (error.retryable || error.status === 0 || error.status >= 500)
}

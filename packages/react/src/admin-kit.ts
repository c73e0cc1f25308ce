import type { SiyuAdmin } from '@siyu/core/admin'
import { createIntents, type KeyedCall } from './intents.ts'
import { ownerKey, type SiyuKey } from './keys.ts'
import { type ListCall, listQuery, type SiyuListQuery, type SiyuQuery } from './query-options.ts'

/** Options of one write. */
export type AdminMutation<Input, Output> = {
  readonly mutationKey: readonly ['siyu', string, string, string]
  readonly mutationFn: (input: Input) => Promise<Output>
  readonly retry: false
}

/** The part of the cache that is the operator's who is signed in. */
export function adminKey(client: SiyuAdmin): readonly ['siyu', string, string] {
  const session = client.session.get()
  return ownerKey(client, session.status === 'operator' ? session.operatorId : 'operator')
}

/** Makes the query of one read, filed under the operator who is signed in. */
export type AdminRead = <T>(
  resource: string,
  staleTime: number,
  call: (options: { readonly signal: AbortSignal }) => Promise<T>,
  params?: object,
) => SiyuQuery<T>

/** Makes the query of a list, filed likewise. */
export type AdminList = <T, Params extends object>(
  resource: string,
  params: Params,
  staleTime: number,
  call: ListCall<T, Params>,
) => SiyuListQuery<T>

/** Makes the mutation of one write. */
export type AdminWrite = <Input, Output>(
  name: string,
  call: (input: Input, options: Parameters<KeyedCall<Output>>[0]) => Promise<Output>,
) => () => AdminMutation<Input, Output>

export function adminReads(client: SiyuAdmin): { readonly read: AdminRead; readonly list: AdminList } {
  const keyOf = (resource: string, params: object): SiyuKey => [...adminKey(client), resource, params]
  return {
    read: (resource, staleTime, call, params = {}) => ({
      queryKey: keyOf(resource, params),
      queryFn: ({ signal }) => call({ signal }),
      staleTime,
      retry: false,
    }),
    list: (resource, params, staleTime, call) => listQuery(keyOf(resource, params), params, staleTime, call),
  }
}

/** One key per intent, for as long as the result lives. */
export function adminWrites(client: SiyuAdmin): AdminWrite {
  const intents = createIntents(() => client.newId('key'))
  return (name, call) => () => ({
    mutationKey: [...adminKey(client), name],
    mutationFn: (input) => intents.run(name, input, (options) => call(input, options)),
    retry: false,
  })
}

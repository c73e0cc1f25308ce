import type { Siyu } from '@siyu/core'
import type {
  AftersalesCase,
  AftersalesSettings,
  ApproveCaseInput,
  ArriveCaseInput,
  CaseParcelInput,
  CaseRef,
  ListQueueInput,
  RejectCaseInput,
} from '@siyu/core/aftersales'
import type { SiyuMutation } from './admin.ts'
import type { KeyedCall } from './intents.ts'
import { type SiyuKey, staleTimesMs } from './keys.ts'
import { listQuery, type SiyuListQuery, type SiyuQuery } from './query-options.ts'

/** What an operator reads about after-sales. */
export type AftersalesAdminQueries = {
  readonly queue: (filter?: Omit<ListQueueInput, 'cursor'>) => SiyuListQuery<AftersalesCase>
  readonly settings: () => SiyuQuery<AftersalesSettings>
}

/** What an operator does with cases. */
export type AftersalesAdminMutations = {
  readonly approve: () => SiyuMutation<ApproveCaseInput, AftersalesCase>
  readonly reject: () => SiyuMutation<RejectCaseInput, AftersalesCase>
  readonly arrive: () => SiyuMutation<ArriveCaseInput, AftersalesCase>
  readonly reship: () => SiyuMutation<CaseParcelInput, AftersalesCase>
  readonly close: () => SiyuMutation<CaseRef, AftersalesCase>
  readonly saveSettings: () => SiyuMutation<AftersalesSettings, AftersalesSettings>
}

type Read = <T>(
  resource: string,
  staleTime: number,
  call: (options: { readonly signal: AbortSignal }) => Promise<T>,
) => SiyuQuery<T>

/** The queue and the settings, as query options. */
export function aftersalesQueries(
  { aftersales }: Siyu,
  keyOf: (resource: string, params: object) => SiyuKey,
  read: Read,
): AftersalesAdminQueries {
  const { balances, settings } = staleTimesMs
  return {
    queue: (filter = {}) => listQuery(keyOf('aftersales.queue', filter), filter, balances, aftersales.queue),
    settings: () => read('aftersales.settings', settings, (options) => aftersales.settings({}, options)),
  }
}

type MakeWrite = <Input, Output>(
  name: string,
  call: (input: Input, options: Parameters<KeyedCall<Output>>[0]) => Promise<Output>,
) => () => SiyuMutation<Input, Output>

/** The steps of the shop, as mutation options. */
export function aftersalesMutations({ aftersales }: Siyu, write: MakeWrite): AftersalesAdminMutations {
  return {
    approve: write('aftersales.approve', aftersales.approve),
    reject: write('aftersales.reject', aftersales.reject),
    arrive: write('aftersales.arrive', aftersales.arrive),
    reship: write('aftersales.reship', aftersales.reship),
    close: write('aftersales.close', aftersales.close),
    saveSettings: write('aftersales.saveSettings', aftersales.saveSettings),
  }
}

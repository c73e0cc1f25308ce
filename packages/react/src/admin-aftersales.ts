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
import type { AdminList, AdminMutation, AdminRead, AdminWrite } from './admin-kit.ts'
import { staleTimesMs } from './keys.ts'
import type { SiyuListQuery, SiyuQuery } from './query-options.ts'

/** What an operator reads about after-sales. */
export type AftersalesAdminQueries = {
  readonly queue: (filter?: Omit<ListQueueInput, 'cursor'>) => SiyuListQuery<AftersalesCase>
  readonly settings: () => SiyuQuery<AftersalesSettings>
}

/** What an operator does with cases. */
export type AftersalesAdminMutations = {
  readonly approve: () => AdminMutation<ApproveCaseInput, AftersalesCase>
  readonly reject: () => AdminMutation<RejectCaseInput, AftersalesCase>
  readonly arrive: () => AdminMutation<ArriveCaseInput, AftersalesCase>
  readonly reship: () => AdminMutation<CaseParcelInput, AftersalesCase>
  readonly close: () => AdminMutation<CaseRef, AftersalesCase>
  readonly saveSettings: () => AdminMutation<AftersalesSettings, AftersalesSettings>
}

/** The queue and the settings, as query options. */
export function aftersalesQueries({ aftersales }: Siyu, read: AdminRead, list: AdminList): AftersalesAdminQueries {
  const { balances, settings } = staleTimesMs
  return {
    queue: (filter = {}) => list('aftersales.queue', filter, balances, aftersales.queue),
    settings: () => read('aftersales.settings', settings, (options) => aftersales.settings({}, options)),
  }
}

/** The steps of the shop, as mutation options. */
export function aftersalesMutations({ aftersales }: Siyu, write: AdminWrite): AftersalesAdminMutations {
  return {
    approve: write('aftersales.approve', aftersales.approve),
    reject: write('aftersales.reject', aftersales.reject),
    arrive: write('aftersales.arrive', aftersales.arrive),
    reship: write('aftersales.reship', aftersales.reship),
    close: write('aftersales.close', aftersales.close),
    saveSettings: write('aftersales.saveSettings', aftersales.saveSettings),
  }
}

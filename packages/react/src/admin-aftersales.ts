import type { SiyuAdmin } from '@siyu/core/admin'
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
export type AftersalesQueries = {
  readonly aftersales: {
    readonly queue: (filter?: Omit<ListQueueInput, 'cursor'>) => SiyuListQuery<AftersalesCase>
    readonly settings: () => SiyuQuery<AftersalesSettings>
  }
}

/** What an operator does with cases. */
export type AftersalesMutations = {
  readonly aftersales: {
    readonly approve: () => AdminMutation<ApproveCaseInput, AftersalesCase>
    readonly reject: () => AdminMutation<RejectCaseInput, AftersalesCase>
    readonly arrive: () => AdminMutation<ArriveCaseInput, AftersalesCase>
    readonly reship: () => AdminMutation<CaseParcelInput, AftersalesCase>
    readonly close: () => AdminMutation<CaseRef, AftersalesCase>
    readonly saveSettings: () => AdminMutation<AftersalesSettings, AftersalesSettings>
  }
}

export function aftersalesQueries({ aftersales }: SiyuAdmin, read: AdminRead, list: AdminList): AftersalesQueries {
  const { balances, settings } = staleTimesMs
  return {
    aftersales: {
      queue: (filter = {}) => list('aftersales.queue', filter, balances, aftersales.queue),
      settings: () => read('aftersales.settings', settings, (options) => aftersales.settings({}, options)),
    },
  }
}

export function aftersalesMutations({ aftersales }: SiyuAdmin, write: AdminWrite): AftersalesMutations {
  return {
    aftersales: {
      approve: write('aftersales.approve', aftersales.approve),
      reject: write('aftersales.reject', aftersales.reject),
      arrive: write('aftersales.arrive', aftersales.arrive),
      reship: write('aftersales.reship', aftersales.reship),
      close: write('aftersales.close', aftersales.close),
      saveSettings: write('aftersales.saveSettings', aftersales.saveSettings),
    },
  }
}

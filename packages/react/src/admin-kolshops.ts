import type { Siyu } from '@siyu/core'
import type {
  KolShopRecord,
  KolShopState,
  KolShopStats,
  KolShopStatsInput,
  ListKolShopsInput,
  MoveKolShopInput,
} from '@siyu/core/kolshops'
import type {
  CreateLinkInput,
  LinkDayList,
  LinkDaysInput,
  LinkRef,
  ListLinksInput,
  ShareLink,
} from '@siyu/core/referrals'
import type { AdminList, AdminMutation, AdminRead, AdminWrite } from './admin-kit.ts'
import { staleTimesMs } from './keys.ts'
import type { SiyuListQuery, SiyuQuery } from './query-options.ts'

/** What an operator reads of promoters' shops and of links. */
export type KolShopQueries = {
  readonly kolshops: {
    readonly list: (filter?: Omit<ListKolShopsInput, 'cursor'>) => SiyuListQuery<KolShopRecord>
    readonly statsOf: (input: KolShopStatsInput) => SiyuQuery<KolShopStats>
  }
  readonly links: {
    readonly list: (filter?: Omit<ListLinksInput, 'cursor'>) => SiyuListQuery<ShareLink>
    readonly days: (input: LinkDaysInput) => SiyuQuery<LinkDayList>
  }
}

/** What an operator changes of them. */
export type KolShopMutations = {
  readonly kolshops: { readonly move: () => AdminMutation<MoveKolShopInput, KolShopState> }
  readonly links: {
    readonly create: () => AdminMutation<CreateLinkInput, ShareLink>
    readonly close: () => AdminMutation<LinkRef, ShareLink>
  }
}

/** Shops, what they did, links and who came by them, as query options. */
export function kolShopQueries({ kolshops, referrals }: Siyu, read: AdminRead, list: AdminList): KolShopQueries {
  const { balances } = staleTimesMs
  return {
    kolshops: {
      list: (filter = {}) => list('kolshops.list', filter, balances, kolshops.list),
      statsOf: (input) => read('kolshops.statsOf', balances, (options) => kolshops.statsOf(input, options), input),
    },
    links: {
      list: (filter = {}) => list('referrals.links', filter, balances, referrals.links),
      days: (input) => read('referrals.linkDays', balances, (options) => referrals.linkDays(input, options), input),
    },
  }
}

/** Decisions about shops, and links that are made and closed, as mutation options. */
export function kolShopMutations({ kolshops, referrals }: Siyu, write: AdminWrite): KolShopMutations {
  return {
    kolshops: { move: write('kolshops.move', kolshops.move) },
    links: {
      create: write('referrals.createLink', referrals.createLink),
      close: write('referrals.closeLink', referrals.closeLink),
    },
  }
}

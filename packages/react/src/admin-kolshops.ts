import type { SiyuAdmin } from '@siyu/core/admin'
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

/** What an operator reads of promoters' shops. */
export type KolShopQueries = {
  readonly kolshops: {
    readonly list: (filter?: Omit<ListKolShopsInput, 'cursor'>) => SiyuListQuery<KolShopRecord>
    readonly statsOf: (input: KolShopStatsInput) => SiyuQuery<KolShopStats>
  }
}
/** What an operator decides about them. */
export type KolShopMutations = {
  readonly kolshops: { readonly move: () => AdminMutation<MoveKolShopInput, KolShopState> }
}
/** What an operator reads of links, beside the rest of referrals. */
export type LinkQueries = {
  readonly links: (filter?: Omit<ListLinksInput, 'cursor'>) => SiyuListQuery<ShareLink>
  readonly linkDays: (input: LinkDaysInput) => SiyuQuery<LinkDayList>
}
/** What an operator changes of them. */
export type LinkMutations = {
  readonly createLink: () => AdminMutation<CreateLinkInput, ShareLink>
  readonly closeLink: () => AdminMutation<LinkRef, ShareLink>
}

/** Shops and what they did, as query options. */
export function kolShopQueries({ kolshops }: SiyuAdmin, read: AdminRead, list: AdminList): KolShopQueries {
  const { balances } = staleTimesMs
  return {
    kolshops: {
      list: (filter = {}) => list('kolshops.list', filter, balances, kolshops.list),
      statsOf: (input) => read('kolshops.statsOf', balances, (options) => kolshops.statsOf(input, options), input),
    },
  }
}

/** Decisions about shops, as mutation options. */
export function kolShopMutations({ kolshops }: SiyuAdmin, write: AdminWrite): KolShopMutations {
  return { kolshops: { move: write('kolshops.move', kolshops.move) } }
}

/** Links and who came by them, as query options. */
export function linkQueries({ referrals }: SiyuAdmin, read: AdminRead, list: AdminList): LinkQueries {
  const { balances } = staleTimesMs
  return {
    links: (filter = {}) => list('referrals.links', filter, balances, referrals.links),
    linkDays: (input) => read('referrals.linkDays', balances, (options) => referrals.linkDays(input, options), input),
  }
}

/** Links that are made and closed, as mutation options. */
export function linkMutations({ referrals }: SiyuAdmin, write: AdminWrite): LinkMutations {
  return {
    createLink: write('referrals.createLink', referrals.createLink),
    closeLink: write('referrals.closeLink', referrals.closeLink),
  }
}

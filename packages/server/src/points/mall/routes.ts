import {
  itemState,
  leftOf,
  listMall,
  listMallItems,
  MAX_MALL,
  type MallOffer,
  saveItem,
  saveMallItem,
} from '@siyu/core/points'
import { memberOrNull } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { answer, query } from '../../kernel/query.ts'
import { given } from '../../kernel/read.ts'
import { loadMemberTier } from '../../tiers/index.ts'
import { loadItem, loadItemCount, loadItems, loadListPrice, loadShelf, type ShelfItem } from './store.ts'

export const mallRoutes: readonly Route[] = [
  query(listMall, {
    load: (call) => {
      const memberId = memberOrNull(call)
      return {
        shelf: loadShelf(call, memberId),
        tier: memberId === null ? given(undefined) : loadMemberTier(call, memberId),
      }
    },
    reply: ({ shelf, tier }, _input, { now }) =>
      answer({ items: shelf.map((row) => offerOf(row, tier?.tierId ?? null, now)) }),
  }),
  query(listMallItems, {
    load: (call) => ({ items: loadItems(call) }),
    reply: ({ items }) => answer({ items }),
  }),
  command(saveMallItem, {
    load: (call, { id, skuId }) => ({
      known: loadItem(call, id),
      price: loadListPrice(call, skuId),
      all: loadItemCount(call),
    }),
    decide: ({ known, price, all }, item) =>
      saveItem({ item, known, listMinor: price?.listMinor, itemCount: all?.count ?? 0, maxItems: MAX_MALL }),
    reply: (_events, _facts, item) => item,
  }),
]

function offerOf(row: ShelfItem, tierId: string | null, now: number): MallOffer {
  const { item, productId, title, skuTitle, imageUrl, listMinor, memberCount } = row
  const { id, skuId, pointsCount, cashMinor, perMemberLimit, startsAt, endsAt, tierIds } = item
  return {
    ...{ id, skuId, pointsCount, cashMinor, perMemberLimit, startsAt, endsAt, tierIds },
    ...{ productId, title, skuTitle, imageUrl, listMinor },
    leftCount: leftOf({ item, stock: row }),
    state: itemState({ item, stock: row, tierId, memberCount, now }),
  }
}

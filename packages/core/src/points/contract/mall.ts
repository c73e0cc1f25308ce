import * as z from 'zod/mini'
import { Empty, type Endpoint, listOf, type Schema } from '../../kernel/index.ts'
import { MallOffer } from '../mall.ts'

/** The most items of a mall that are listed. */
export const MAX_MALL = 500

export type MallOfferList = { readonly items: readonly MallOffer[] }
export const MallOfferList: Schema<MallOfferList> = z.object({ items: listOf(MallOffer, MAX_MALL) })

/** The points mall: what points buy, fewest points first. What is over or not for sale is not in it. */
export const listMall: Endpoint<Empty, MallOfferList> = {
  name: 'points.mall',
  method: 'GET',
  path: '/v1/points/mall',
  access: 'public',
  input: Empty,
  output: MallOfferList,
  refusals: {},
}

export type MallContract = {
  readonly mall: typeof listMall
}
export const mallContract: MallContract = {
  mall: listMall,
}

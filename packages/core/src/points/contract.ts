import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, Label, type Page, PageInput, pageOf, type Schema } from '../kernel/index.ts'
import { PointsBalance, PointsEntry, PointsSettings } from './schema.ts'

/** What one has in points. */
export const getPoints: Endpoint<Empty, PointsBalance> = {
  name: 'points.get',
  summary: 'Your points: spendable, pending, held, debt and what ends next.',
  method: 'GET',
  path: '/v1/points',
  access: 'member',
  input: Empty,
  output: PointsBalance,
  refusals: {},
}

/** One's own points history, newest first. */
export const listPointsHistory: Endpoint<PageInput, Page<PointsEntry>> = {
  name: 'points.history',
  summary: 'Your points history, newest first.',
  method: 'GET',
  path: '/v1/points/history',
  access: 'member',
  input: PageInput,
  output: pageOf(PointsEntry),
  refusals: {},
}

/** How points work here. */
export const getPointsSettings: Endpoint<Empty, PointsSettings> = {
  name: 'points.settings',
  summary: 'How points are earned, spent and lost.',
  method: 'GET',
  path: '/v1/points/settings',
  access: 'public',
  input: Empty,
  output: PointsSettings,
  refusals: {},
}

/** Replace the points program. What was earned keeps its frozen terms. */
export const configurePoints: Endpoint<PointsSettings, PointsSettings> = {
  name: 'points.configure',
  summary: 'Replace the points program.',
  method: 'PUT',
  path: '/v1/points/settings',
  access: 'operator',
  input: PointsSettings,
  output: PointsSettings,
  refusals: {},
}

export type AdjustPointsInput = { readonly memberId: string; readonly deltaCount: number; readonly reason: string }
export const AdjustPointsInput: Schema<AdjustPointsInput> = z.object({
  memberId: Id,
  deltaCount: z.int().check(z.gte(-1_000_000_000), z.lte(1_000_000_000)),
  reason: Label,
})

/** Give or take points by hand, with a reason. */
export const adjustPoints: Endpoint<AdjustPointsInput, PointsBalance, 'member_missing' | 'points_insufficient'> = {
  name: 'points.adjust',
  summary: 'Give or take points by hand, with a reason.',
  method: 'POST',
  path: '/v1/points/adjustments',
  access: 'operator',
  input: AdjustPointsInput,
  output: PointsBalance,
  refusals: { member_missing: 404, points_insufficient: 409 },
}

/** One lot past its end, found by the sweep. */
export type ExpireLotInput = { readonly memberId: string; readonly lotId: string }
export const ExpireLotInput: Schema<ExpireLotInput> = z.object({ memberId: Id, lotId: Id })
export type ExpiredLot = { readonly count: number }
export const ExpiredLot: Schema<ExpiredLot> = z.object({ count: z.int() })

/** Write the expiry of a lot whose end has passed. Spendable points never counted it after that moment. */
export const expireLot: Endpoint<ExpireLotInput, ExpiredLot, 'lot_missing' | 'lot_not_expired'> = {
  name: 'points.expireLot',
  summary: 'Write the expiry of one lot whose end has passed.',
  method: 'POST',
  path: '/v1/points/expiries',
  access: 'system',
  input: ExpireLotInput,
  output: ExpiredLot,
  refusals: { lot_missing: 404, lot_not_expired: 409 },
}

export type PointsContract = {
  readonly get: typeof getPoints
  readonly history: typeof listPointsHistory
  readonly settings: typeof getPointsSettings
  readonly configure: typeof configurePoints
  readonly adjust: typeof adjustPoints
}
export const pointsContract: PointsContract = {
  get: getPoints,
  history: listPointsHistory,
  settings: getPointsSettings,
  configure: configurePoints,
  adjust: adjustPoints,
}

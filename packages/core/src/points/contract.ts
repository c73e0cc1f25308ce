import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, Label, type Page, PageInput, pageOf, type Schema } from '../kernel/index.ts'
import { type AccountsContract, accountsContract } from './contract/accounts.ts'
import { type ActivitiesContract, activitiesContract } from './contract/activities.ts'
import { type HouseholdsContract, householdsContract } from './contract/households.ts'
import { type MallContract, mallContract } from './contract/mall.ts'
import { PointsBalance, PointsEntry, PointsSettings } from './schema.ts'

/** What one has in points. */
export const getPoints: Endpoint<Empty, PointsBalance> = {
  name: 'points.get',
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
  method: 'POST',
  path: '/v1/points/adjustments',
  access: 'operator',
  input: AdjustPointsInput,
  output: PointsBalance,
  refusals: { member_missing: 404, points_insufficient: 409 },
}

export type PointsContract = ActivitiesContract &
  MallContract &
  HouseholdsContract &
  AccountsContract & {
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
  ...activitiesContract,
  ...mallContract,
  ...householdsContract,
  ...accountsContract,
}

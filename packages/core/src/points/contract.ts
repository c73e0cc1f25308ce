import { Empty, type Endpoint, type Page, PageInput, pageOf } from '../kernel/index.ts'
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

export type PointsContract = ActivitiesContract &
  MallContract &
  HouseholdsContract & {
    readonly get: typeof getPoints
    readonly history: typeof listPointsHistory
    readonly settings: typeof getPointsSettings
  }
export const pointsContract: PointsContract = {
  get: getPoints,
  history: listPointsHistory,
  settings: getPointsSettings,
  ...activitiesContract,
  ...mallContract,
  ...householdsContract,
}

import * as z from 'zod/mini'
import { type Endpoint, Id, type Schema } from '../../kernel/index.ts'
import { PointsActivities } from '../activities.ts'
import { CreditedActivity, type ReportActivityInput, ReportedActivity, reportRefusals } from '../contract/activities.ts'

export type ReportForMemberInput = ReportActivityInput & { readonly memberId: string }
export const ReportForMemberInput: Schema<ReportForMemberInput> = z.object({ memberId: Id, activity: ReportedActivity })

/** Report what a member did, told by the brand's own system. */
export const reportForMember: Endpoint<
  ReportForMemberInput,
  CreditedActivity,
  'member_missing' | keyof typeof reportRefusals
> = {
  name: 'points.activityOf',
  method: 'POST',
  path: '/v1/members/:memberId/points/activities',
  access: 'operator',
  input: ReportForMemberInput,
  output: CreditedActivity,
  refusals: { member_missing: 404, ...reportRefusals },
}

/** Replace what brings points beside buying. What was credited stays. */
export const configureActivities: Endpoint<
  PointsActivities,
  PointsActivities,
  'bonus_repeated' | 'bonus_out_of_reach'
> = {
  name: 'points.configureActivities',
  method: 'PUT',
  path: '/v1/points/activities/settings',
  access: 'operator',
  input: PointsActivities,
  output: PointsActivities,
  refusals: { bonus_repeated: 409, bonus_out_of_reach: 409 },
}

export type ActivitiesAdminContract = {
  readonly activityOf: typeof reportForMember
  readonly configureActivities: typeof configureActivities
}
export const activitiesAdminContract: ActivitiesAdminContract = {
  activityOf: reportForMember,
  configureActivities,
}

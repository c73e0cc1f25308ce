import type { Endpoint } from '../../kernel/index.ts'
import { PointsSharing } from '../households.ts'

/** Replace it. Households that are larger than they may be now keep their members. */
export const configureSharing: Endpoint<PointsSharing, PointsSharing> = {
  name: 'points.configureSharing',
  method: 'PUT',
  path: '/v1/points/sharing',
  access: 'operator',
  input: PointsSharing,
  output: PointsSharing,
  refusals: {},
}

export type HouseholdsAdminContract = {
  readonly configureSharing: typeof configureSharing
}
export const householdsAdminContract: HouseholdsAdminContract = {
  configureSharing,
}

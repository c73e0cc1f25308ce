import type { DoneActivity } from '@siyu/core/points'
import type { TableSpec } from '../../kernel/tables.ts'

export type ActivityTables = {
  /** What was credited. Its key refuses to credit the same thing twice. */
  pointsActivities: DoneActivity & { readonly brandId: string; readonly memberId: string }
}

export const activitySpecs: { readonly [N in keyof ActivityTables]: TableSpec } = {
  pointsActivities: {
    name: 'points_activities',
    key: ['brand_id', 'member_id', 'kind', 'reference'],
    versioned: false,
    kind: 'state',
  },
}

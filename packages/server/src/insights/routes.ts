import { postgresEventStore } from '@siyu/analytics/warehouse'
import { type FunnelInput, getFunnel } from '@siyu/core/insights'
import type { Endpoint } from '@siyu/core/kernel'
import type { Route } from '../kernel/command.ts'

/** Questions to the event warehouse: they read stored events, not the shop's tables, through the store's own port. */
export const insightRoutes: readonly Route[] = [
  {
    endpoint: getFunnel as unknown as Endpoint,
    run: async ({ database }, { brandId }, input) => {
      const output = await postgresEventStore(database).funnel({ ...(input as FunnelInput), brandId })
      return { kind: 'done', output, replayed: false, dryRun: false }
    },
  },
]

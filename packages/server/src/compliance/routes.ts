import type { EventStore } from '@siyu/analytics/warehouse'
import type { Route } from '../kernel/command.ts'
import type { MemberPart } from './part.ts'
import { consentRoutes, policyRoutes } from './routes/consents.ts'
import { deletionRoutes } from './routes/deletion.ts'
import { exportRoutes } from './routes/export.ts'
import { requestRoutes } from './routes/requests.ts'

/** The routes of consents and rights, over what every concept keeps about members and what the event store does. */
export function complianceRoutes(parts: readonly MemberPart[], events: EventStore): readonly Route[] {
  return [
    ...consentRoutes,
    ...policyRoutes,
    ...requestRoutes(parts),
    ...deletionRoutes(parts),
    ...exportRoutes(parts, events),
  ]
}

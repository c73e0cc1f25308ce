import type { Route } from '../kernel/command.ts'
import { claimRoutes } from './routes/claim.ts'
import { operateRoutes } from './routes/operate.ts'

export const couponRoutes: readonly Route[] = [...claimRoutes, ...operateRoutes]

import type { Route } from '../kernel/command.ts'
import { operateRoutes } from './routes/operate.ts'
import { ownRoutes } from './routes/own.ts'

export const aftersalesRoutes: readonly Route[] = [...ownRoutes, ...operateRoutes]

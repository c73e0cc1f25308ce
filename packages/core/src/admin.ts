import { adminContract, type SiyuAdminContract } from './admin-contract.ts'
import { OperatorSession } from './brands/index.ts'
import { clientOf } from './client/create.ts'
import type { AdminSessionControl, ClientOf } from './client/index.ts'
import { type SiyuOptions, webOptions } from './client/web.ts'

export type { SiyuAdminContract } from './admin-contract.ts'
export { adminContract, listEndpoints } from './admin-contract.ts'
export type { AdminSessionControl } from './client/index.ts'

/** What an admin client is made of. */
export type SiyuAdminOptions = SiyuOptions & {
  /** `sk_…`, for servers only: every call is made with it and no session is kept. */
  readonly secretKey?: string | undefined
}

/**
 * The client of operators and of a brand's servers: everything a shop's client does and what operators may. It can be
 * given wherever a {@link Siyu} is asked for.
 */
export type SiyuAdmin = ClientOf<SiyuAdminContract> & { readonly session: AdminSessionControl }

/**
 * Makes a client with every operation for browsers, workers and Node. It carries all endpoints and their schemas: pages
 * for shoppers take `createSiyu`.
 */
export function createSiyuAdmin(options: SiyuAdminOptions): SiyuAdmin {
  const operators = { secretKey: options.secretKey, operatorSession: OperatorSession }
  return clientOf(adminContract, webOptions(options), operators)
}

import * as z from 'zod/mini'
import { Empty, type Endpoint, type Schema } from '../kernel/index.ts'

export type Sealed = { readonly entryCount: number; readonly toPosition: number }
export const Sealed: Schema<Sealed> = z.object({ entryCount: z.int(), toPosition: z.int() })

/** Seal what was posted and published since the last seal; asked for by a job every minute. */
export const sealLedger: Endpoint<Empty, Sealed, 'nothing_to_seal'> = {
  name: 'ledger.seal',
  method: 'POST',
  path: '/v1/ledger/seals',
  access: 'system',
  input: Empty,
  output: Sealed,
  refusals: { nothing_to_seal: 409 },
}

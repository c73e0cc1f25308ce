import * as z from 'zod/mini'
import { type Endpoint, Id, type Schema } from '../kernel/index.ts'
import { DataRequestStatus } from './schema.ts'

/** One deletion whose next step is due, found by the sweep. */
export type DeletionInput = { readonly memberId: string; readonly requestId: string }
export const DeletionInput: Schema<DeletionInput> = z.object({ memberId: Id, requestId: Id })
export type DeletionReply = { readonly status: DataRequestStatus }
export const DeletionReply: Schema<DeletionReply> = z.object({ status: DataRequestStatus })

/** Take the next step of a deletion. */
export const advanceDeletion: Endpoint<DeletionInput, DeletionReply, 'request_missing' | 'deletion_not_due'> = {
  name: 'compliance.advance',
  method: 'POST',
  path: '/v1/members/:memberId/data-requests/:requestId/step',
  access: 'system',
  input: DeletionInput,
  output: DeletionReply,
  refusals: { request_missing: 404, deletion_not_due: 409 },
}

/** Record that the event store has erased the member. */
export const noteAnalyticsErased: Endpoint<DeletionInput, DeletionReply, 'request_missing' | 'deletion_not_due'> = {
  name: 'compliance.noteAnalytics',
  method: 'POST',
  path: '/v1/members/:memberId/data-requests/:requestId/analytics',
  access: 'system',
  input: DeletionInput,
  output: DeletionReply,
  refusals: { request_missing: 404, deletion_not_due: 409 },
}
